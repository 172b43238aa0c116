import { type UndecidedFile, etcPathOf } from '../../../../src-main/contract/etc-calls.ts'
import { Button, Keycap } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { BothVersions } from '../../../components/diff/both-versions.tsx'
import { selectThese } from '../../../components/selection.ts'
import { useCall } from '../../../stores/use-call.ts'
import { Advice } from '../../wizard/plan/questions/advice.tsx'
import choices from '../../wizard/plan/questions/decision.module.css'
import { SelectedNames, ShortHead } from '../../wizard/plan/questions/panel-parts.tsx'
import styles from '../../wizard/plan/questions/question-panel.module.css'
import { texts } from './texts.ts'
import places from './undecided.module.css'
import { decidable, type RuleDecision, type UndecidedFiles, type Undecided } from './use-undecided.ts'

interface UndecidedPanelProps {
  readonly found: UndecidedFiles
  readonly undecided: Undecided
  /** Below the list, in one column: what is known of it is one press away. */
  readonly narrow: boolean
  /** How high it may be. */
  readonly room: number
}

/** What is known of what is selected, and what can be decided. */
export function UndecidedPanel({ found, undecided, narrow, room }: UndecidedPanelProps) {
  const { rows, selected, select } = undecided
  const [file, ...others] = selected
  if (file === undefined) return undefined
  const isMany = others.length > 0
  const title = isMany ? texts.selected(selected.length) : etcPathOf(file.pattern)
  const looks = !isMany && file.canLook
  const height = looks ? { height: room } : { maxHeight: room }
  return (
    <Card
      aria-label={title}
      className={classNames(styles['panel'], styles['beside'], places['choices'])}
      style={narrow ? {} : height}
    >
      {!narrow && (isMany ? <SelectedNames names={selected.map(nameOf)} /> : <Details found={found} file={file} />)}
      <div className={styles['decision']}>
        {narrow && <ShortHead title={title}>{isMany ? undefined : <Details found={found} file={file} />}</ShortHead>}
        <Choices undecided={undecided} narrow={narrow} />
        {rows.length > 1 && selected.length < rows.length && (
          <Button
            look="link"
            className={styles['group']}
            aria-keyshortcuts="Control+A"
            onClick={() => select(selectThese(rows.map(({ key }) => key)))}
          >
            {texts.selectAll(rows.length)}
          </Button>
        )}
      </div>
    </Card>
  )
}

const offers = [
  { decision: 'always', letter: 'A', effect: texts.alwaysEffect },
  { decision: 'never', letter: 'N', effect: texts.neverEffect },
] as const satisfies readonly { readonly decision: RuleDecision; readonly letter: string; readonly effect: string }[]

function Choices({ undecided, narrow }: Pick<UndecidedPanelProps, 'undecided' | 'narrow'>) {
  const { selected, decide } = undecided
  const alone = selected.length - decidable(selected, 'always').length
  return (
    <>
      <ul className={choices['choices']}>
        {offers.map(({ decision, letter, effect }) => {
          const count = decidable(selected, decision).length
          const label = texts[decision]
          return (
            <li key={decision}>
              <Button
                size={narrow ? 'small' : 'normal'}
                disabled={decide.busy || count === 0}
                title={effect}
                aria-keyshortcuts={`Alt+${letter}`}
                onClick={() => decide.start(decision)}
              >
                {count === selected.length ? label : texts.partly(label, count)}
                {!narrow && <Keycap>{texts.withAlt(letter)}</Keycap>}
              </Button>
            </li>
          )
        })}
      </ul>
      {alone > 0 && <p className={choices['effect']}>{texts.oneByOne(alone)}</p>}
    </>
  )
}

function Details({ found, file }: { readonly found: UndecidedFiles; readonly file: UndecidedFile }) {
  const { suggestion, secret, canLook, pattern, reason } = file
  return (
    <>
      {canLook && <Looked key={pattern} found={found} file={file} />}
      {!canLook && (
        <div className={styles['facts']}>
          <h2>{etcPathOf(pattern)}</h2>
          <p>{reason}</p>
        </div>
      )}
      <Advice
        question={{
          secret,
          choices: offers.map(({ decision }) => ({ id: decision, label: texts[decision] })),
          ...(suggestion === undefined ? {} : { suggestion: { ...suggestion, bulk: false } }),
        }}
      />
    </>
  )
}

function Looked({ found: { from, to }, file }: { readonly found: UndecidedFiles; readonly file: UndecidedFile }) {
  return (
    <BothVersions
      name={etcPathOf(file.pattern)}
      secret={file.secret}
      looked={useCall('etcLook', { pattern: file.pattern })}
      from={{ label: from.label, word: texts.now }}
      to={{ label: to.label, word: texts.now }}
      neither={{ title: texts.neitherTitle, text: texts.neitherText }}
    />
  )
}

function nameOf({ pattern }: UndecidedFile) {
  return { key: pattern, name: etcPathOf(pattern) }
}
