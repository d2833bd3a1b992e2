import { createHash } from 'node:crypto';
import type { Language } from '@persistence-lab/language';
import { html, type Markup } from './markup.ts';
import { style } from './style.ts';

const styleHash: Markup = { markup: `'sha256-${createHash('sha256').update(style).digest('base64')}'` };

/** A self-contained page: no scripts, and a content security policy that lets it load nothing. */
export function renderPage(title: string, body: Markup, language: Language): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src ${styleHash}"
        />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${{ markup: `<style>${style}</style>` }}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.markup;
}
