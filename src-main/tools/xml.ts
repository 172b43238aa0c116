/** XML as libvirt and Syncthing write it, read into a tree: no DTD, no namespaces. */
import { unreadableAnswer } from './run.ts'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** Comments, instructions and CDATA stand in what other programs put into <metadata>. */
const piece =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s/>"'<]+)((?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>|([^<]+)/y
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** AppError "unreadable-answer", without a word of the text, for what is none. `whose`: the program that wrote it. */
export function parseXml(text: string, whose: string): Element {
  const top: OpenElement = { name: '', attributes: {}, children: [], text: '' }
  const open: OpenElement[] = [top]
  for (let at = 0; at < text.length;) {
    piece.lastIndex = at
    const found = piece.exec(text)
    const current = open.at(-1)
    if (found === null || current === undefined) throw unreadableAnswer(whose, '')
    at = piece.lastIndex
    take(found, open, current, whose)
  }
  const [root, ...more] = top.children
  if (root === undefined || more.length > 0 || open.length !== 1) throw unreadableAnswer(whose, '')
  return root
}

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

function take(found: RegExpExecArray, open: OpenElement[], current: OpenElement, whose: string): void {
  const [, literal, closing, name, attributes = '', empty, text] = found
  if (text !== undefined) current.text += decode(text.trim())
  else if (literal !== undefined) current.text += literal
  else if (closing === '/') {
    if (open.pop()?.name !== name) throw unreadableAnswer(whose, '')
  } else if (name !== undefined) {
    const made: OpenElement = { name, attributes: parseAttributes(attributes), children: [], text: '' }
    current.children.push(made)
    if (empty !== '/') open.push(made)
  }
}

function parseAttributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(attribute)].map(([, key = '', one, other]) => [key, decode(one ?? other ?? '')]),
  )
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return named[name ?? ''] ?? whole
  })
}

/** The elements at "devices/disk" below one. */
export function elementsAt(element: Element, path: string): readonly Element[] {
  return path
    .split('/')
    .reduce<readonly Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [element],
    )
}
