/** An app in memory: answers from a table, and messages that a script pushes. */
import { calls } from '../../src-main/contract/calls.ts'
import { lastLookAt, type LastLook } from '../../src-main/contract/last-look.ts'
import type { Preview } from '../../src-main/contract/preview.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { toWireError } from '../../src-main/contract/wire-error.ts'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import type { Binding, Loss } from '../../src-renderer/client/client.ts'
import { downloadFile } from '../../src-renderer/client/download-file.ts'

export type Push = (message: ClientMessage) => void

export interface World {
  readonly state: SwitchState
  /** By the call's name. What is thrown becomes a wire error. */
  readonly answers: Readonly<Record<string, (input: unknown, push: Push, callId: string) => unknown>>
  /** Runs once somebody listens. */
  readonly script?: (push: Push) => void
  /** How the stream of messages breaks right after the first. */
  readonly lost?: Loss
}

export function createMemoryBinding(world: World): Binding {
  const listeners = new Set<(message: unknown) => void>()
  let plan = world.state.kind === 'planned' ? world.state.plan : undefined
  const push: Push = (message) => {
    if (message.type === 'event' && message.event.type === 'plan-made') plan = message.event.plan
    // As over the wire: nothing but JSON crosses.
    for (const listener of listeners) listener(JSON.parse(JSON.stringify(message)))
  }
  /** As the app does, of the plan that is shown. */
  async function lookAtPlan(input: unknown, _push: Push, callId: string): Promise<LastLook | undefined> {
    const { answers } = calls.switchLastLook.input.parse(input)
    if (plan === undefined) return undefined
    const listing = plan.steps.filter(({ id }) => isListed(plan?.previews[id]))
    const asked = { answers, search: '', effects: ['remove'], offset: 0, limit: 2_000 }
    const going = listing.map(async ({ id }) => {
      const listed = await world.answers[calls.switchChanges.name]?.({ ...asked, stepId: id }, push, callId)
      const { entries, counts } = calls.switchChanges.output.parse(listed)
      return [id, { going: entries, counts }] as const
    })
    return lastLookAt(plan, answers, new Map(await Promise.all(going)))
  }

  return {
    async call(name, { callId, input }) {
      try {
        const answer = world.answers[name] ?? (name === calls.switchLastLook.name ? lookAtPlan : undefined)
        if (answer === undefined)
          throw new AppError({ code: 'not-found', message: `No answer for ${name}.`, hint: 'Write one.' })
        return { ok: true, value: JSON.parse(JSON.stringify((await answer(input, push, callId)) ?? {})) as unknown }
      } catch (error) {
        return { ok: false, error: toWireError(error) }
      }
    },
    saveFile(file) {
      downloadFile(file)
      return Promise.resolve({ ok: true, value: {} })
    },
    note: () => undefined,
    listen(onMessage, onLoss) {
      listeners.add(onMessage)
      queueMicrotask(() => {
        onMessage({ type: 'snapshot', state: world.state })
        world.script?.(push)
        if (world.lost !== undefined) onLoss(world.lost)
      })
      return () => void listeners.delete(onMessage)
    },
  }
}

function isListed(preview: Preview | undefined): boolean {
  return preview?.blocks.some((block) => block.kind === 'changes' && block.listedBy !== undefined) === true
}
