/** Telling whoever uses a laptop, or logs in, that it is being made like the other one. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { isPlainLine } from '../../kernel/terminal-characters.ts'

const lineSchema = z.string().max(300).refine(isPlainLine)
const noticeSchema = z.object({ title: lineSchema, body: lineSchema })
export type NoticeWords = z.infer<typeof noticeSchema>

/**
 * Until `notices.clear` or the end of the agent: `login` is shown to whoever logs in, `begin` on every desktop that is
 * open or that somebody logs in to. `brokenOff` is shown there when the agent ends without `notices.clear`, also when it
 * is killed.
 */
export const showNotice = defineVerb({
  name: 'notices.show',
  title: 'tell who uses the laptop that a switch runs',
  mutates: true,
  input: z.object({ login: lineSchema, begin: noticeSchema, brokenOff: noticeSchema }),
  output: z.object({}),
})

/** Harmless when nothing is shown. */
export const clearNotice = defineVerb({
  name: 'notices.clear',
  title: 'tell who uses the laptop that the switch has ended',
  mutates: true,
  input: z.object({ end: noticeSchema }),
  output: z.object({}),
})
