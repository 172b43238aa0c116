/** `pc-switcher complete`: what the completion of each shell asks for. */
import { productPaths } from '../../../app/app-paths.ts'
import { createClient, type AppClient } from '../../../transport/client.ts'
import { answers } from '../../../transport/serve-http.ts'
import { printableLine } from '../printable.ts'
import { sendOverSocket } from '../socket-client.ts'
import { readLine, type Declared } from './read-line.ts'
import type { CompletionCandidate, CompletionContext } from './values.ts'

/** A line by itself: the shell completes names of files too. No word of ours begins so. */
export const filesToo = ':files'
const usualPatienceMs = 3_000

/** Lines of a word, a tab and what it is. `line`: after "pc-switcher", the word at the cursor last. */
export async function completionLines(declared: Declared, line: readonly string[]): Promise<readonly string[]> {
  const { appFolder, socket } = productPaths(process.env)
  const client = (await answers(socket)) ? clientOf(socket) : undefined
  return linesFor(declared, line, { appFolder, client })
}

export async function linesFor(
  declared: Declared,
  line: readonly string[],
  known: CompletionContext,
  patienceMs = usualPatienceMs,
): Promise<readonly string[]> {
  const { candidates, lookups, before } = readLine(declared, line.slice(0, -1), line.at(-1) ?? '')
  const found = await Promise.all(lookups.map(({ lookUp }) => orNone(lookUp(known), patienceMs)))
  const all = [...candidates, ...found.flat().map(({ word, about }) => ({ word: before + word, about }))]
  const hasFiles = lookups.some(({ hasFiles }) => hasFiles)
  return [...(hasFiles ? [filesToo] : []), ...all.filter(isTypeable).map(lineOf)]
}

function clientOf(socket: string): AppClient {
  return createClient((name, envelope) => sendOverSocket(socket, `/call/${encodeURIComponent(name)}`, envelope))
}

/** Whoever presses Tab does not want to read why there is nothing, nor to wait for it. */
async function orNone(
  looking: Promise<readonly CompletionCandidate[]>,
  patienceMs: number,
): Promise<readonly CompletionCandidate[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly CompletionCandidate[]>(
    (resolve) => (timer = setTimeout(() => resolve([]), patienceMs)),
  )
  try {
    return await Promise.race([looking, late])
  } catch {
    return []
  } finally {
    clearTimeout(timer)
  }
}

/** What a terminal would obey can be neither shown nor typed as it is. */
function isTypeable({ word }: CompletionCandidate): boolean {
  return word !== '' && printableLine(word) === word
}

function lineOf({ word, about }: CompletionCandidate): string {
  return about === '' ? word : `${word}\t${printableLine(about)}`
}
