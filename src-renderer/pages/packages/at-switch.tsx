import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { AtSwitchLine } from '../../../src-main/contract/packages-calls.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import type { PackageLabels } from '../../../src-main/contract/package-rule-words.ts'
import { texts } from './texts.ts'

export type AskedAtSwitch = Pick<AskedCall<Output<typeof calls.packagesAtSwitch>>, 'value' | 'error' | 'asking'>

interface AtSwitchProps {
  /** As `packages-key.ts` has it. */
  readonly listedAs: string
  /** Where no switch has anything to do with it. */
  readonly otherwise: string
  readonly labels: PackageLabels
  readonly asked: AskedAtSwitch
}

/** What a switch to either laptop does with one thing there, as its plan says it now. */
export function AtSwitch({ listedAs, otherwise, labels, asked: { value, error, asking } }: AtSwitchProps) {
  if (asking || value === undefined)
    return error === undefined ? texts.askingAtSwitch : texts.unknownAtSwitch(error.message)
  if (value.isTurnedOff) return texts.turnedOff
  const lines = value.lines.filter((line) => line.listedAs === listedAs)
  if (lines.length === 0) return otherwise
  return (
    <dl className={styles['sides']}>
      <dt>{texts.taking(labels.there)}</dt>
      <dd>{textTaking('there', lines)}</dd>
      <dt>{texts.taking(labels.here)}</dt>
      <dd>{textTaking('here', lines)}</dd>
    </dl>
  )
}

function textTaking(laptop: AtSwitchLine['taken'], lines: readonly AtSwitchLine[]): string {
  const told = lines.filter(({ taken }) => taken === laptop)
  return told.length === 0 ? texts.unchanged : told.map(({ text }) => text).join(' ')
}
