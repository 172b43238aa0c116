/**
 * Whether this laptop's person, and the account of the other laptop, would get in the next time: what sshd and sudo say of
 * their configuration as it stands on the disk, which may be newer than what runs.
 */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

const accountSchema = z.enum(['door', 'person'])
/** Below /etc: "ssh/sshd_config.d/50-mine.conf". */
const filesSchema = z.array(z.string()).readonly()

export const doorProblemSchema = z.discriminatedUnion('kind', [
  /** It would not start, or let nobody start anything. */
  z.object({ kind: z.literal('broken'), program: z.enum(['sshd', 'sudo']), details: z.string() }),
  /** `setting` as sshd_config(5) spells it; `files` has it. */
  z.object({
    kind: z.literal('sshd'),
    account: accountSchema,
    setting: z.string(),
    value: z.string(),
    files: filesSchema,
  }),
  /** sudo would not start the program that the account needs. `files` has the rule that counts, where it is known. */
  z.object({
    kind: z.literal('sudo'),
    account: accountSchema,
    why: z.enum(['asks', 'none', 'fails']),
    files: filesSchema,
    details: z.string().optional(),
  }),
  /**
   * Whoever signs in at the laptop itself would be refused by this service. what: a module that is not installed, or a file that is
   * not there, that it needs; the line that PAM cannot read; what PAM said of the account.
   */
  z.object({
    kind: z.literal('pam'),
    service: z.string(),
    why: z.enum(['module', 'include', 'line', 'gone', 'refused']),
    what: z.string(),
    files: filesSchema,
  }),
  /**
   * It would count from the next start on, and cannot be tried before: `unit` reads it, and does not run, or it would take away
   * the rules of `besides`.
   */
  z.object({ kind: z.literal('untried'), unit: z.string(), besides: z.string().optional() }),
  /** A program that a switch needs, or a new sign-in ("login"), ends otherwise with it, or prints what it did not print. */
  z.object({ kind: z.literal('program'), program: z.string(), why: z.enum(['fails', 'warns']), what: z.string() }),
  /** Nobody was let in anew once it stood there, and it was taken back. */
  z.object({ kind: z.literal('tried') }),
])
export type DoorProblem = z.infer<typeof doorProblemSchema>

/** `tried`: what sudo starts is started, too, and ends at once. */
export const lookAtDoors = defineVerb({
  name: 'doors.look',
  title: 'look who may come in',
  mutates: false,
  input: z.object({ tried: z.boolean() }),
  output: z.object({ problems: z.array(doorProblemSchema) }),
})
