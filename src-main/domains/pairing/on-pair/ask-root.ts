/** Root's program of a laptop, asked by its person: by sudo, with a password when it wants one. */
import type { Wording } from '../../../contract/wording.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { PersonShell, ShellOptions, ShellResult } from '../../../machine/person-shell/person-shell.ts'
import { checkSudoPassword } from '../../../machine/person-shell/sudo-password.ts'
import { setUpAnswerSchema, type SetUpAnswer, type SetUpRequest } from '../requests.ts'
import { setUp, type AsRoot } from './scripts.ts'
import * as texts from './texts.ts'

/** A laptop with what sudo wants there. */
export interface Rooted {
  readonly name: string
  readonly shell: PersonShell
  /** Undefined where sudo wants none. */
  readonly password: string | undefined
}

/** undefined: sudo knows the password and lets the person. AppError "no-sudo" when it does not let them at all. */
export async function sudoProblem(name: string, shell: PersonShell, password: string): Promise<'wrong' | undefined> {
  const verdict = await checkSudoPassword(shell, password)
  if (verdict.kind === 'refused') throw noRoot(name, verdict.stderr)
  return verdict.kind === 'right' ? undefined : 'wrong'
}

/** `said`: by sudo, which runs under LC_ALL=C.UTF-8. */
function noRoot(name: string, said: string): AppError {
  const text = /must have a tty/.test(said) ? texts.rootNeedsTerminal(name) : texts.noRoot(name)
  return new AppError({ code: 'no-sudo', ...text, details: said })
}

export function runAsRoot(
  { shell, password }: Rooted,
  script: AsRoot,
  options: Pick<ShellOptions, 'signal'> & { readonly input?: string } = {},
): Promise<ShellResult> {
  const { input = '', signal } = options
  return password === undefined
    ? shell.run(script.free, { input, signal })
    : shell.run(script.asking, { input: `${password}\n${input}`, signal })
}

/** AppError as its root program says it, worded here. */
export async function askRoot<K extends Exclude<SetUpAnswer['kind'], 'failed'>>(
  laptop: Rooted,
  request: SetUpRequest,
  {
    answer,
    wording,
    signal,
  }: { readonly answer: K; readonly wording: Wording; readonly signal?: AbortSignal | undefined },
): Promise<Extract<SetUpAnswer, { kind: K }>> {
  const { stdout, stderr } = await runAsRoot(laptop, setUp, { input: `${JSON.stringify(request)}\n`, signal })
  const parsed = setUpAnswerSchema.safeParse(parseLast(stdout))
  if (!parsed.success) {
    if (stdout.trim() === '') throw noRoot(laptop.name, stderr)
    throw new AppError({ code: 'unreadable-answer', ...texts.noAnswer(laptop.name), details: stderr })
  }
  if (parsed.data.kind === 'failed') throw ofLaptop(laptop.name, wording.error(parsed.data.error))
  if (isAnswer(parsed.data, answer)) return parsed.data
  throw new AppError({ code: 'unreadable-answer', ...texts.noAnswer(laptop.name) })
}

/** Two are set up: which of them it is about is said first. */
function ofLaptop(name: string, { code, message, hint, details }: AppError): AppError {
  return new AppError({ code, message: texts.onLaptop(name, message), hint, details })
}

function isAnswer<K extends SetUpAnswer['kind']>(
  given: SetUpAnswer,
  kind: K,
): given is Extract<SetUpAnswer, { kind: K }> {
  return given.kind === kind
}

/** The answer is the last line. */
const parseLast = (stdout: string): unknown => parseJson(stdout.trimEnd().split('\n').at(-1) ?? '')
