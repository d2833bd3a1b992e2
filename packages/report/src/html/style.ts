/** The style of a page. Verdicts have signs and words too: colours only help. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #c9d1d9; --link: #0550ae;
  --good: #d7f5de; --doubtful: #fff0c2; --bad: #ffdcd9; --stuck: #e9ddff; --none: #eceff2;
  --answers: #1a7f37; --silent: #cf222e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1318; --ink: #e6edf3; --soft: #9aa5b1; --line: #3a424c; --link: #79b8ff;
    --good: #12391f; --doubtful: #443508; --bad: #551a1a; --stuck: #38255c; --none: #262d35;
    --answers: #3fb950; --silent: #ff7b72;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 110rem; background: var(--paper); color: var(--ink);
  font: clamp(16px, 1.15vw, 24px)/1.45 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.2; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.8em; }
/* Portuguese words are longer: the matrix still fits into 1280 pixels. */
:lang(pt) table { font-size: 0.73em; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { border: 1px solid var(--line); padding: 0.3em 0.4em; text-align: left; vertical-align: top; }
thead th { vertical-align: bottom; }
td a { color: inherit; display: block; text-decoration: none; }
td a:hover b { text-decoration: underline; }
td span { display: block; font-size: 0.9em; }
.sign { display: inline; font-family: ui-monospace, monospace; }
.good { background: var(--good); } .doubtful { background: var(--doubtful); } .bad { background: var(--bad); }
.stuck { background: var(--stuck); } .none { background: var(--none); }
.differs { outline: 3px solid var(--silent); outline-offset: -3px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.4em; padding: 0; list-style: none; font-size: 0.85em; }
.chip { padding: 0.1em 0.5em; border: 1px solid var(--line); border-radius: 0.3em; font-weight: 600; }
article { border-top: 1px solid var(--line); padding: 0.3rem 0 0.8rem; }
article:target { outline: 3px solid var(--link); outline-offset: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1em 1em; margin: 0.4em 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 0.5em 0 0; } svg { display: block; width: 100%; max-width: 60rem; height: auto; }
figure ol { margin: 0.3em 0 0; padding-left: 2em; font-size: 0.85em; columns: 24rem auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
svg .axis { fill: var(--soft); } svg line { stroke: var(--line); } svg .mark { stroke: var(--ink); }
svg .answers { fill: var(--answers); } svg .silent { fill: none; stroke: var(--silent); stroke-width: 2; }
@media print {
  :root { --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #999999; --link: #000000;
    --good: #d7f5de; --doubtful: #fff0c2; --bad: #ffdcd9; --stuck: #e9ddff; --none: #eceff2;
    --answers: #1a7f37; --silent: #cf222e; }
  @page { size: A4 landscape; margin: 10mm; }
  body { font-size: 10px; padding: 0; max-width: none; print-color-adjust: exact; }
  .scroll { overflow: visible; } article, tr { break-inside: avoid; } .back { display: none; }
}
`;
