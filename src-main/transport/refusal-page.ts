/** What a browser without a session is shown. One file, no script: whatever it would load needs a session too. */
/* eslint-disable no-restricted-syntax -- a style sheet and markup; what a person reads of it is in texts.ts */
import { createHash } from 'node:crypto'
import { refusalTexts } from './texts.ts'

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:32px;box-sizing:border-box;
background:light-dark(#f7f7f8,#1f1f23);color:light-dark(#1d1d22,#f3f3f5);
font:14px/1.45 'Inter Variable',Inter,system-ui,sans-serif}
main{max-width:480px;text-align:center}
svg{width:60px;height:60px}
h1{margin:24px 0 6px;font-size:24px;letter-spacing:-.022em;line-height:1.25}
.lead{margin:0 0 24px;color:light-dark(#5c5c66,#b2b2bd)}
section{padding:20px 24px;border:1px solid light-dark(#e2e2e6,#3b3b42);border-radius:14px;
background:light-dark(#ffffff,#2c2c31);box-shadow:0 1px 2px light-dark(rgb(20 20 30/6%),rgb(0 0 0/30%));text-align:left}
h2{margin:0 0 6px;font-size:15px}
p{margin:0}
code{display:block;margin:12px 0;padding:8px 12px;border-radius:6px;background:light-dark(#f1f1f3,#25252a);
font:13px/20px 'JetBrains Mono Variable',ui-monospace,monospace}
.note{padding-top:12px;border-top:1px solid light-dark(#e2e2e6,#3b3b42);color:light-dark(#5c5c66,#b2b2bd);font-size:13px}
`

const logo = `<svg viewBox="0 0 256 256" aria-hidden="true"><rect x="8" y="8" width="240" height="240" rx="58" fill="#1f69c9"/>
<g fill="none" stroke="#fff" stroke-width="18" stroke-linecap="round" stroke-linejoin="round"><path d="M66 98h118"/>
<path d="M154 66l32 32-32 32"/><path d="M190 158H72"/><path d="M102 126l-32 32 32 32"/></g></svg>`

export const refusalPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `why`: one sentence of ours; nothing of the request is shown. */
export function refusalPage(why: string): string {
  const { title, whatToDo, open, command, once } = refusalTexts
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${style}</style></head>`,
    `<body><main>${logo}<h1>${title}</h1><p class="lead">${why}</p>`,
    `<section><h2>${whatToDo}</h2><p>${open}</p><code>${command}</code><p class="note">${once}</p></section>`,
    '</main></body></html>',
  ].join('\n')
}
