/**
 * Folders in the settings of a Syncthing that does not run: config.xml (docs.syncthing.net/users/config.html; seen with 1.19.2 and 1.29.5).
 * While it runs, only its API may change them.
 */
import { elementsAt, parseXml } from '../../xml.ts'

export interface ConfiguredFolder {
  readonly id: string
  readonly label: string
  /** "sendreceive", "sendonly", "receiveonly", "receiveencrypted" */
  readonly type: string
  /** As it is written there: absolute, or below "~". */
  readonly path: string
  readonly isPaused: boolean
}

interface FolderInText extends ConfiguredFolder {
  readonly start: number
  readonly end: number
}

/** Undefined for what is no such file: Syncthing does not start with it either. */
export function configuredFolders(text: string): readonly ConfiguredFolder[] | undefined {
  return foldersIn(text)?.map(({ start: _start, end: _end, ...folder }) => folder)
}

/** Undefined like above; all the rest of the file stays as it is. */
export function withPaused(text: string, ids: readonly string[], isPaused: boolean): string | undefined {
  const found = foldersIn(text)
  if (found === undefined) return undefined
  let changed = text
  for (const { id, start, end } of found.toReversed()) {
    if (!ids.includes(id)) continue
    changed = changed.slice(0, start) + setPaused(changed.slice(start, end), isPaused) + changed.slice(end)
  }
  return changed
}

function setPaused(folder: string, isPaused: boolean): string {
  const element = `<paused>${String(isPaused)}</paused>`
  const written = folder.replace(/<paused>[^<]*<\/paused>/, element)
  return written.includes(element) ? written : folder.replace(/<\/folder>$/, `${element}</folder>`)
}

function foldersIn(text: string): readonly FolderInText[] | undefined {
  const elements = elementsOf(text)
  if (elements === undefined) return undefined
  const places = placesIn(text)
  if (places.length !== elements.length) return undefined
  return elements.flatMap((element, index) => {
    const place = places[index]
    if (place === undefined) return []
    const { id = '', label = '', path = '', type = '' } = element.attributes
    const isPaused = elementsAt(element, 'paused')[0]?.text === 'true'
    return [{ id, label, path, type, isPaused, ...place }]
  })
}

function elementsOf(text: string) {
  try {
    const root = parseXml(text, 'syncthing')
    return root.name === 'configuration' ? elementsAt(root, 'folder') : undefined
  } catch {
    return undefined
  }
}

/** The template for new folders is one within <defaults>. */
function placesIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const blank = (found: string): string => ' '.repeat(found.length)
  const own = text.replace(/<!--[^]*?-->/g, blank).replace(/<defaults>[^]*?<\/defaults>/g, blank)
  return [...own.matchAll(/<folder\b[^>]*>[^]*?<\/folder>/g)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }))
}
