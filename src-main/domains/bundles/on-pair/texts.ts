import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { BundleCheck, BundleId, BundleView, MovedBundle } from '../../../contract/bundles-calls.ts'
import type { calls } from '../../../contract/calls.ts'
import { damagedBack } from '../../../contract/bundles-words.ts'
import type { Output } from '../../../contract/define.ts'
import { countOf, formatBytes, formatCount } from '../../../kernel/units.ts'

export const taskTitles = {
  create: (bundle: string): string => `Make the bundle ${bundle}`,
  restore: (bundle: string, label: string): string => `Bring ${bundle} back on ${label}`,
  verify: (bundle: string | undefined): string => (bundle === undefined ? 'Verify all bundles' : `Verify ${bundle}`),
  send: (bundle: string, label: string): string => `Send ${bundle} to ${label}`,
  push: (bundle: string, place: string): string => `Copy ${bundle} to ${place}`,
  pull: (bundle: string, place: string): string => `Get ${bundle} from ${place}`,
  putAway: (bundle: string, label: string): string => `Put ${bundle} away on ${label}`,
  bringBack: (bundle: string, label: string): string => `Fetch ${bundle} on ${label}`,
  remove: (bundle: string): string => `Delete the bundle ${bundle}`,
  removeAt: (bundle: string, place: string): string => `Delete the bundle ${bundle} from ${place}`,
} as const

const done = (summary: string): WorkResult => ({ result: 'done', summary })

export const created = ({ files, bytes, leftOut }: BundleView): WorkResult => {
  const summary = `${countOf(files, 'file')} bundled, ${formatBytes(bytes)}`
  return leftOut.length === 0
    ? done(summary)
    : {
        result: 'partly-done',
        summary: `${summary}. Left out: ${countOf(leftOut.length, 'socket, device or mount', 'sockets, devices and mounts')}`,
      }
}

export const restored = ({ files, to, isDamaged }: Output<typeof calls.bundlesRestore>): WorkResult => {
  const summary = `${countOf(files, 'file')} brought back to ${to}`
  return isDamaged === true ? { result: 'partly-done', summary: `${summary}. ${damagedBack}` } : done(summary)
}

export const removed = (ids: readonly BundleId[]): WorkResult => done(`${countOf(ids.length, 'version')} deleted`)

export function verified(checks: readonly BundleCheck[]): WorkResult {
  const bad = checks.filter(({ wrongCount }) => wrongCount > 0)
  if (bad.length === 0) return done(`${countOf(checks.length, 'bundle')} verified`)
  const named = bad.map(({ name, version, wrongCount }) => `${name}:${version} (${formatCount(wrongCount)} wrong)`)
  return { result: 'partly-done', summary: `Damaged: ${named.join(', ')}` }
}

export const sent = ({
  sentBytes,
  how,
}: {
  readonly sentBytes: number
  readonly how: MovedBundle['how']
}): WorkResult =>
  done(how === 'there' ? 'It was there already' : `Sent and verified there, ${formatBytes(sentBytes)} crossed`)

export const pushed = ({ how }: Pick<MovedBundle, 'how'>): WorkResult =>
  done(how === 'there' ? 'It was there already' : 'Copied, and verified there')

export const pulled = ({ how }: Pick<MovedBundle, 'how'>): WorkResult =>
  done(how === 'there' ? 'It was here already' : 'Here, and verified')

export const away = ({ staysOn, damaged = [] }: Output<typeof calls.bundlesPutAway>): WorkResult => {
  const summary = `Put away. Its files stay on ${staysOn.map(({ name }) => name).join(' and ')}`
  return damaged.length === 0
    ? done(summary)
    : { result: 'partly-done', summary: `${summary}. Damaged or gone on ${damaged.join(' and ')}` }
}

export const fetched = ({ from, damaged }: Output<typeof calls.bundlesBringBack>): WorkResult => {
  const summary = from === undefined ? 'It was here already' : `Fetched from ${from}, and verified`
  return damaged.length === 0
    ? done(summary)
    : { result: 'partly-done', summary: `${summary}. Damaged or gone on ${damaged.join(' and ')}` }
}
