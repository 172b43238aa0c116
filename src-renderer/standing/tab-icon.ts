/** The tab's icon: the product's, with a mark in its corner that says how the switch stands. Pure. */
/* eslint-disable no-restricted-syntax -- the strings are drawings, nothing of them is read */
import type { Standing } from './standing.ts'

/** The ink of the marks is that of both themes: a tab bar is light or dark whatever the page is. */
const marks: Readonly<Record<Exclude<Standing['kind'], 'idle' | 'running'>, string>> = {
  'needs-you': disc('#c98a1b', '<path d="M190 158v40M190 218v2"/>'),
  failed: disc('#b3202b', '<path d="M170 170l40 40M210 170l-40 40"/>'),
  changed: disc('#c98a1b', '<path d="M166 214l6-20 34-34 14 14-34 34z"/>'),
  safe: disc('#1a7444', '<path d="M164 192l18 18 34-38"/>'),
}

/** An SVG, as a `data:` address. */
export function tabIcon(standing: Standing): string {
  return `data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">' +
      '<rect x="8" y="8" width="240" height="240" rx="58" fill="#2069c9"/>' +
      '<g fill="none" stroke="#fff" stroke-width="20" stroke-linecap="round" stroke-linejoin="round">' +
      '<path d="M66 98h118M154 66l32 32-32 32M190 158H72M102 126l-32 32 32 32"/></g>' +
      `${markOf(standing)}</svg>`,
  )}`
}

function markOf(standing: Standing): string {
  if (standing.kind === 'idle') return ''
  return standing.kind === 'running' ? ring(standing.fraction) : marks[standing.kind]
}

function disc(color: string, sign: string): string {
  return (
    `<circle cx="190" cy="190" r="64" fill="${color}" stroke="#fff" stroke-width="12"/>` +
    `<g fill="none" stroke="#fff" stroke-width="20" stroke-linecap="round" stroke-linejoin="round">${sign}</g>`
  )
}

/** A ring that fills clockwise from the top; in twelfths, so that the icon is drawn anew twelve times and no more. */
function ring(fraction: number): string {
  const length = 2 * Math.PI * 44
  const filled = (Math.floor(fraction * 12) / 12) * length
  return (
    '<circle cx="190" cy="190" r="66" fill="#fff"/>' +
    '<g fill="none" stroke-width="24" transform="rotate(-90 190 190)">' +
    '<circle cx="190" cy="190" r="44" stroke="#c7d7ec"/>' +
    `<circle cx="190" cy="190" r="44" stroke="#1a66c4" stroke-dasharray="${filled.toFixed(1)} ${length.toFixed(1)}"/></g>`
  )
}
