/** Has the Syncthing of a person asked by a child that is that person, and nobody else: root itself reads none of their settings. */
import path from 'node:path'
import type { z } from 'zod'
import { asPerson, type Account } from '../../accounts/as-person.ts'
import { run, unreadableAnswer, type RunOptions } from '../../run.ts'
import { titles } from '../../titles/messages.ts'
import { parseJson } from '../../../kernel/parse-json.ts'

/** Beside the program that runs, which is the agent's. */
export function childProgram(): string {
  return path.join(path.dirname(process.argv[1] ?? ''), 'person-syncthing.cjs')
}

/** `program`: in place of the one beside the agent. */
export type AskOptions = RunOptions & { readonly program?: string | undefined }

/** What the child reads, by what is asked (contract/person-syncthing.ts, domains/live/person-requests.ts). */
type Asked = Readonly<Record<string, unknown>> & { readonly ask: string; readonly home: string }

const mostBytes = 64 * 1024 * 1024

export async function askAsPerson<T>(
  { uid, gid }: Account,
  request: Asked,
  schema: z.ZodType<T>,
  { program = childProgram(), ...options }: AskOptions,
): Promise<T> {
  const { stdout } = await run(
    {
      title: titles.readSyncthingStatus({}),
      argv: [...asPerson({ uid, gid }), process.execPath, '--single-threaded-gc', program],
      env: { HOME: request.home },
      cwd: '/',
      input: JSON.stringify(request),
      maxBytes: mostBytes,
    },
    options,
  )
  const parsed = schema.safeParse(parseJson(stdout))
  if (!parsed.success) throw unreadableAnswer('person-syncthing', '')
  return parsed.data
}
