import { chmod, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Parsed } from '../../../../contract/define.ts'
import { answer } from '../../../../machine/machine.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { installFlatpak, markFlatpak, removeFlatpak, updateFlatpak } from '../../../../tools/flatpak/flatpak-changes.ts'
import { activeCommit, overridesFolder } from '../../../../tools/flatpak/flatpak-lists.ts'
import type { Outcome } from '../../../../tools/outcome.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { rememberFailures } from '../../on-machine/program-failures.ts'
import type { Failure } from '../../program-failure.ts'
import type { Override } from '../model.ts'
import { applyFlatpaks } from '../verbs.ts'
import { addTrusted } from './add-trusted.ts'
import { captureHere } from './answer-capture.ts'
import { flatpakTransfers } from './flatpak-transfers.ts'
import { pullReceived } from './pull-received.ts'

type Order = Parsed<typeof applyFlatpaks>

interface Task {
  /** What it is about, as it is told. */
  readonly what: string
  readonly act: () => Promise<Outcome>
}

export const answerApply = answer(applyFlatpaks, async (order, context) => {
  const failures: Failure[] = []
  const tasks = await tasksOf(order, context.host.stateFolder, { signal: context.signal })
  for (const [index, { what, act }] of tasks.entries()) {
    context.report({ done: index, total: tasks.length, unit: 'steps', current: what })
    const { isDone, words } = await act()
    if (!isDone) failures.push({ what, words })
  }
  rememberFailures(context.host.stateFolder, 'flatpak', failures)
  await rm(flatpakTransfers.receiveFolder, { recursive: true, force: true })
  return { done: tasks.length - failures.length, failures }
})

/** What is not done yet. Sources first, and what goes last: it may be what something else was waiting for. */
async function tasksOf(order: Order, stateFolder: string, options: RunOptions): Promise<readonly Task[]> {
  const now = await captureHere(options)
  const there = new Set(now.flatpaks.map(({ ref }) => ref))
  const remotes = new Set(now.remotes.map(({ name }) => name))
  const pulled = pullOnce(order.received, options)
  const marksOf = (kind: 'mask' | 'pin', wanted: readonly string[], known: readonly string[]) =>
    wanted
      .filter((pattern) => !known.includes(pattern))
      .map((pattern) => ({ what: pattern, act: () => markFlatpak(kind, pattern, options) }))
  return [
    ...order.remotes
      .filter(({ name }) => !remotes.has(name))
      .map((remote) => ({ what: remote.name, act: () => addTrusted(remote, stateFolder, options) })),
    ...order.install
      .filter(({ ref }) => !there.has(ref))
      .map((wanted) => ({
        what: wanted.ref,
        act: () => fromEither(wanted.ref, pulled, (isPulled) => installFlatpak({ ...wanted, isPulled }, options)),
      })),
    ...order.update
      .filter(({ ref, commit }) => now.flatpaks.some((one) => one.ref === ref && one.commit !== commit))
      .map(({ ref }) => ({ what: ref, act: () => update(ref, pulled, options) })),
    ...order.overrides.map((one) => ({ what: one.name, act: () => writeOverride(one) })),
    ...marksOf('mask', order.masks, now.masks),
    ...marksOf('pin', order.pins, now.pins),
    ...order.remove
      .filter((ref) => there.has(ref))
      .map((ref) => ({ what: ref, act: () => removeFlatpak(ref, options) })),
  ]
}

type Pulled = () => Promise<ReadonlySet<string>>

/** Once the sources are there by whose keys it is proven. */
function pullOnce(received: Order['received'], options: RunOptions): Pulled {
  let pulling: ReturnType<Pulled> | undefined
  return () => (pulling ??= pullReceived(received, options))
}

/** Of its source only where it was not received, or something that it needs was not. */
async function fromEither(ref: string, pulled: Pulled, act: (isPulled: boolean) => Promise<Outcome>): Promise<Outcome> {
  const received = (await pulled()).has(ref) ? await act(true) : undefined
  return received?.isDone === true ? received : act(false)
}

/** The program ends well, too, where its remote did not answer. */
async function update(ref: string, pulled: Pulled, options: RunOptions): Promise<Outcome> {
  const before = await activeCommit(ref)
  return fromEither(ref, pulled, async (isPulled) => {
    const tried = await updateFlatpak({ ref, isPulled }, options)
    return { ...tried, isDone: tried.isDone && (await activeCommit(ref)) !== before }
  })
}

async function writeOverride({ name, text }: Override): Promise<Outcome> {
  await mkdir(overridesFolder, { recursive: true })
  // Every person's apps read it, whatever may be read of what the agent makes.
  await chmod(overridesFolder, 0o755)
  writeDurably(path.join(overridesFolder, name), text, 0o644)
  return { isDone: true, words: '' }
}
