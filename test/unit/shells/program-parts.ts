/** What the commands are made with, where nothing is opened or served. */
import type { ProgramParts } from '../../../src-main/shells/cli/program-parts.ts'

const nothing = () => Promise.resolve()

export const noParts: ProgramParts = {
  does: () => nothing,
  ...{ pages: [], printUrl: nothing, openPage: nothing, serve: nothing },
  ...{ print: () => undefined, say: () => undefined, printHelp: () => undefined },
}
