/** Which sources of Flatpak apps a switch asks about, and which it tells. Pure. */
import { ruleFor, staysApart, type PackageRule } from '../../../../../contract/package-rule.ts'
import { type FlatpakCapture, type Remote, addressOf } from '../../model.ts'
import type { FlatpakPlan, OfferedRemote } from '../flatpak-plan.ts'
import { compareRemotes, whyNotAdded } from './compare-remotes.ts'

interface Found extends Pick<FlatpakPlan, 'install' | 'rejected'> {
  readonly from: FlatpakCapture
  readonly to: FlatpakCapture
  readonly rules: readonly PackageRule[]
}

/** One that an app waits for is asked about whatever a rule says of it: another rule wants the app on both. */
export function planRemotes({
  from,
  to,
  rules,
  install,
  rejected,
}: Found): Pick<FlatpakPlan, 'remotes' | 'remotesTold' | 'remotesDiffering' | 'keptRemotes'> {
  const { onlyHere, differing, onlyThere } = compareRemotes(from, to)
  const isWaitedFor = ({ name }: Remote) => install.some(({ remote }) => remote === name)
  const isKept = (one: Remote) => !isWaitedFor(one) && isSourceApart(rules, one)
  const isToldWithApp = ({ name }: Remote) => rejected.some(({ remote }) => remote === name)
  const judged = onlyHere
    .filter((one) => !isKept(one))
    .map((one) => ({ one, why: whyNotAdded(one, to) ?? (one.isDisabled && !isWaitedFor(one) ? 'unused' : undefined) }))
  const kept = [...onlyHere, ...differing.map(({ here }) => here), ...onlyThere].filter(isKept)
  return {
    remotes: judged.flatMap(({ one, why }) => (why === undefined ? [withoutKeyring(one)] : [])),
    remotesTold: judged.flatMap(({ one, why }) =>
      why === undefined || isToldWithApp(one) ? [] : [{ ...withoutKeyring(one), why }],
    ),
    remotesDiffering: differing
      .filter(({ here }) => !isKept(here))
      .map(({ here, there }) => ({ here: withoutKeyring(here), there: withoutKeyring(there) })),
    keptRemotes: kept.map(addressOf),
  }
}

/** Whether each laptop keeps its own of a source. */
export function isSourceApart(rules: readonly PackageRule[], source: Pick<Remote, 'url'>): boolean {
  return staysApart(ruleFor(rules, { kind: 'flatpak-source', name: addressOf(source) })?.decision)
}

function withoutKeyring({ keyring: _keyring, ...remote }: Remote): OfferedRemote {
  return remote
}
