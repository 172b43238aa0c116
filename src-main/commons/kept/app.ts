import type { keptListSchema } from '../../contract/kept-calls.ts'
import type { z } from 'zod'
import type { AppCapability, AppParts } from '../capability/app-capability.ts'
import type { LeftState } from '../system-state/on-pair/left-state.ts'
import { keptMessages } from './messages.ts'
import { forgetKept, keptContributor, keptPlace, readKept } from './on-pair/kept-file.ts'

export const keptApp = {
  name: 'kept',
  messages: keptMessages,
  handlers: (parts) => ({
    keptList: () => parts.workState.read(({ state }) => list(state, parts)),
    keptForget: (one) =>
      parts.workState.change(async ({ state }) => {
        await forgetKept(state, one)
        return list(state, parts)
      }),
  }),
  contributors: ({ workState, keeps }) => [
    keptContributor(
      workState.of,
      keeps.map(({ kind }) => kind),
    ),
  ],
} satisfies AppCapability

/** What no capability of this version keeps is not shown, and stays in the file. */
async function list(state: LeftState, { keeps }: Pick<AppParts, 'keeps'>): Promise<z.infer<typeof keptListSchema>> {
  const all = await readKept(state)
  const kinds = keeps.map((one) => ({
    ...one,
    names: all.flatMap(({ kind, name }) => (kind === one.kind ? [name] : [])),
  }))
  return { kinds, file: keptPlace }
}
