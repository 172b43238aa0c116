/** `pair` and `unpair`: compare the key, show everything that will be set up, ask, do it, and prove it with doctor. */
import { calls } from '../../../contract/calls.ts'
import type { HostIdentity, InspectedLaptops, NeedsPassword, Passwords } from '../../../contract/pairing-calls.ts'
import { AppError, type ErrorText } from '../../../kernel/app-error.ts'
import { passwordsFrom, type PasswordOptions, type PasswordSource } from '../asking/with-password.ts'
import type { Connection } from '../connection.ts'
import { exitCodes } from '../exit-codes.ts'
import { doctorCommand } from '../laptops/program.ts'
import type { CliOutput } from '../output.ts'
import type { CliCommand } from '../program-parts.ts'
import * as texts from './texts.ts'
import { passwordWanted } from './texts.ts'

export interface PairOptions extends PasswordOptions {
  readonly fingerprint?: string
  readonly port?: string
  readonly alone?: boolean
  readonly yes: boolean
}

/** Without a host it shows the key of this laptop, and which ones could be the other. */
export function pairCommand(target: string | undefined, options: PairOptions): CliCommand {
  if (options.alone === true) return target === undefined ? aloneCommand(options) : refuseBoth
  return target === undefined ? ownKeyCommand : pairWith(target, options)
}

const refuseBoth: CliCommand = () => Promise.reject(new AppError({ code: 'invalid-input', ...texts.aloneOrWith }))

function aloneCommand(options: PairOptions): CliCommand {
  return async (connection, output) => {
    const { client } = connection
    const keeper = createPasswordKeeper(await passwordsFrom(options, output, texts.passwordPrompt))
    const inspected = await keeper.until((passwords) => client.call(calls.pairingInspectAlone, { passwords }))
    tellInspected(inspected, output)
    await agree(texts.setUpHere, options, output)
    const { here } = await following(connection, output, () =>
      keeper.until((passwords) => client.call(calls.pairingAlone, { passwords })),
    )
    output.tell({ type: 'set-up', here })
    texts.setUpLines(here).forEach(output.say)
    return exitCodes.done
  }
}

function tellInspected(inspected: InspectedLaptops, output: CliOutput): void {
  output.tell({ type: 'pairing-inspected', ...inspected })
  texts.inspectedLines(inspected).forEach(output.say)
  if (inspected.findings.some(({ verdict }) => verdict === 'refused'))
    throw new AppError({ code: 'blocked', ...(inspected.there === undefined ? texts.refusedAlone : texts.refusedLine) })
}

const ownKeyCommand: CliCommand = async ({ client }, output) => {
  const [{ name, identity }, targets] = await Promise.all([
    client.call(calls.pairingOwnKey, {}),
    client.call(calls.pairingFind, {}),
  ])
  output.tell({ type: 'pairing-key', name, ...identity, targets })
  texts.ownKeyLines(name, identity, targets).forEach(output.say)
  return exitCodes.done
}

function pairWith(typed: string, options: PairOptions): CliCommand {
  return async (connection, output) => {
    const { client } = connection
    const target = { target: typed, ...(options.port === undefined ? {} : { port: Number(options.port) }) }
    const { identity, address } = await client.call(calls.pairingLook, target)
    output.tell({ type: 'pairing-looked', address, ...identity })
    texts.lookedLines(address, identity).forEach(output.say)
    await agreeToKey(identity, options, output)
    const keeper = createPasswordKeeper(await passwordsFrom(options, output, texts.passwordPrompt))
    const agreed = { ...target, fingerprint: identity.fingerprint }
    const inspected = await keeper.until((passwords) => client.call(calls.pairingInspect, { ...agreed, passwords }))
    tellInspected(inspected, output)
    await agree(texts.setUpBoth, options, output)
    const paired = await following(connection, output, () =>
      keeper.until((passwords) => client.call(calls.pairingBegin, { ...agreed, passwords })),
    ).catch((thrown: unknown) => {
      output.say(texts.brokenOff)
      throw thrown
    })
    output.tell({ type: 'paired', here: paired.here, there: paired.there })
    output.say(texts.pairedLine(paired.here, paired.there))
    return doctorCommand(connection, output)
  }
}

/** A fingerprint that was given is compared; else the person says that it is the same. */
async function agreeToKey({ fingerprint }: HostIdentity, options: PairOptions, output: CliOutput): Promise<void> {
  if (options.fingerprint !== undefined) {
    if (options.fingerprint === fingerprint) return
    throw new AppError({ code: 'host-key-changed', ...texts.otherFingerprint(options.fingerprint, fingerprint) })
  }
  await ask(texts.isTheSame, texts.confirmFirst, output)
}

async function agree(question: string, { yes }: Pick<PairOptions, 'yes'>, output: CliOutput): Promise<void> {
  if (!yes) await ask(question, texts.notAgreed, output)
}

async function ask(question: string, otherwise: ErrorText, output: CliOutput): Promise<void> {
  const terminal = output.terminal?.()
  const typed = await terminal?.ask(question)
  terminal?.close()
  if (!/^y(?:es)?$/i.test(typed?.trim() ?? '')) throw new AppError({ code: 'needs-answers', ...otherwise })
}

/** A line for each piece of work as it begins. */
async function following<T>(connection: Connection, output: CliOutput, work: () => Promise<T>): Promise<T> {
  let told: string | undefined
  const unsubscribe = connection.subscribe(
    (message) => {
      if (message.type !== 'task' || message.task.progress?.current === told) return
      const { progress } = message.task
      told = progress?.current
      if (progress === undefined || told === undefined) return
      output.tell({ type: 'progress', progress })
      output.say(`${told}...`)
    },
    () => undefined,
  )
  try {
    return await work()
  } finally {
    unsubscribe()
  }
}

export interface UnpairOptions extends Pick<PairOptions, 'yes' | 'passwordStdin'> {
  readonly here: boolean
}

export function unpairCommand(options: UnpairOptions): CliCommand {
  return async (connection, output) => {
    await agree(options.here ? texts.takeBackHere : texts.takeBack, options, output)
    const keeper = createPasswordKeeper(await passwordsFrom(options, output, texts.passwordPrompt))
    const { laptops } = await following(connection, output, () =>
      keeper.until((passwords) => connection.client.call(calls.pairingLeave, { onlyHere: options.here, passwords })),
    )
    output.tell({ type: 'unpaired', laptops })
    output.say(texts.unpairedLine(laptops))
    return exitCodes.done
  }
}

type Answer = NeedsPassword | { readonly kind: Exclude<string, 'needs-password'> }

interface PasswordKeeper {
  /** Makes a call again with what was asked for, until no password is missing. */
  readonly until: <T extends Answer>(call: (passwords: Passwords) => Promise<T>) => Promise<Exclude<T, NeedsPassword>>
}

/**
 * One password is tried for signing in and for sudo on both laptops; another one is asked for only where it does not
 * fit.
 */
export function createPasswordKeeper({ known, ask }: PasswordSource<NeedsPassword>): PasswordKeeper {
  let passwords: Passwords = known === undefined ? {} : { signIn: known }
  let last = known
  return {
    async until<T extends Answer>(call: (given: Passwords) => Promise<T>) {
      for (;;) {
        const answer = await call(passwords)
        if (!isNeeds(answer)) return answer as Exclude<T, NeedsPassword>
        const isUntried = last !== undefined && !answer.wrong
        const next = isUntried ? last : await ask(answer)
        if (next === undefined) throw new AppError({ code: 'needs-answers', ...passwordWanted(answer) })
        last = next
        passwords = { ...passwords, [answer.for]: next }
      }
    },
  }
}

function isNeeds(answer: Answer): answer is NeedsPassword {
  return answer.kind === 'needs-password'
}
