import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CallKey } from '../../../src-main/contract/calls.ts'
import type { WhyAnswers } from '../../../src-main/contract/why-calls.ts'
import { moreWords, nothingFoundWords, notSearchedWords } from '../../../src-main/contract/why-words.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Choose } from '../../components/choose.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { placeHash } from '../../router/route.ts'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useDebounced } from '../../stores/use-debounced.ts'
import { texts } from './texts.ts'
import styles from './why.module.css'

const typingPauseMs = 300
/** What pages show of rules, and are asked again once one was changed here. */
const aboutRules: readonly CallKey[] = ['homeExclusions', 'etcList', 'packagesRules', 'packagesAtSwitch']

interface WhyProps {
  readonly asked: string
  readonly onAsk: (asked: string) => void
}

/** One question about anything: why it is, or is not, on the other laptop, with what decides that. */
export function Why({ asked, onAsk }: WhyProps) {
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const other = useOverview().value?.peer?.laptop.label
  const wanted = useDebounced(asked.trim(), typingPauseMs)
  // A list of the page has the key first.
  useSearchKey(field, window)
  return (
    <div className={styles['why']}>
      <SearchField ref={setField} label={texts.why(other)} value={asked} onChange={onAsk} />
      {wanted !== '' && asked.trim() !== '' && (
        <Card aria-label={texts.answer} aria-live="polite">
          <h2 className="visually-hidden">{texts.answer}</h2>
          <Answers key={wanted} asked={wanted} />
        </Card>
      )}
    </div>
  )
}

function Answers({ asked }: { readonly asked: string }) {
  const { value, error, put } = useCall('whyAsk', { asked })
  if (value === undefined)
    return <p className={styles['line']}>{error === undefined ? texts.looking : errorText(error)}</p>
  const { answers, more, searched, notSearched } = value
  return (
    <>
      {answers.map((answer) => (
        <Answer key={`${answer.by} ${answer.name}`} asked={asked} answer={answer} onDecided={put} />
      ))}
      {answers.length === 0 && <p className={styles['line']}>{nothingFoundWords(asked, searched)}</p>}
      {more > 0 && <p className={styles['line']}>{moreWords(more)}</p>}
      {notSearched.map(({ what, error: why }) => (
        <p key={what} className={styles['line']}>
          {notSearchedWords(what, why)}
        </p>
      ))}
    </>
  )
}

interface AnswerProps {
  readonly asked: string
  readonly answer: WhyAnswers['answers'][number]
  readonly onDecided: (value: WhyAnswers) => void
}

function Answer({ asked, answer: { by, name, title, lines, choice, place }, onDecided }: AnswerProps) {
  const client = useClient()
  const queries = useQueryClient()
  const decide = useAction(async (wanted: string) => {
    onDecided(await client.call('whyDecide', { asked, by, name, choice: wanted }))
    await queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => aboutRules.some((one) => one === key) })
  })
  const open = choice?.value === undefined ? [{ id: '', label: texts.notDecided }] : []
  return (
    <div className={styles['answer']}>
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{decide.error === undefined ? lines.join(' ') : errorText(decide.error)}</p>
        <LinkButton look="link" href={placeHash(place)}>
          {place.label}
        </LinkButton>
      </div>
      {choice !== undefined && (
        <div className={styles['choice']}>
          <span aria-hidden>{texts.atEverySwitch}</span>
          <Choose
            name={texts.everySwitchFor(title)}
            value={choice.value ?? ''}
            options={[...open, ...choice.options]}
            disabled={decide.busy}
            onChange={(wanted) => decide.start(wanted)}
          />
        </div>
      )}
    </div>
  )
}
