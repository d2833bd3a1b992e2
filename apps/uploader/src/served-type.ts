// Types that no browser runs, whatever it is told besides.
const passive =
  /^(?:image\/(?!svg)[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+|text\/(?:plain|csv)|application\/(?:octet-stream|pdf|json|zip|gzip|x-tar))$/;

/** The Content-Type under which a file of this type goes out: HTML, SVG, XML and scripts as mere bytes. */
export function servedType(type: string): string {
  return passive.test(type) ? type : 'application/octet-stream';
}
