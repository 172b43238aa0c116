import type { Question } from '../../../../../src-main/contract/preview.ts'
import { Button, Keycap } from '../../../../components/button.tsx'
import { classNames } from '../../../../components/class-names.ts'
import styles from './decision.module.css'
import type { AnswerOffer } from './offers.ts'
import { texts } from './texts.ts'

interface DecisionProps {
  readonly selected: readonly Question[]
  readonly offers: readonly AnswerOffer[]
  readonly onChoose: (offer: AnswerOffer) => void
  /** What each choice does stands beside it. */
  readonly explained: boolean
  /** There is a list whose keys choose. */
  readonly withKeys: boolean
  readonly narrow: boolean
}

/** The choices for what is selected. */
export function Decision({ selected, offers, onChoose, explained, withKeys, narrow }: DecisionProps) {
  const isMany = selected.length > 1
  const isReached = offers.length > 0
  const alone = countAlone(selected, offers)
  return (
    <>
      <ul className={classNames(styles['choices'], explained && styles['explained'])}>
        {offers.map((offer) => (
          <li key={`${offer.choice} ${String(offer.isRemoval)}`}>
            <OfferButton
              offer={offer}
              about={selected.map(({ id }) => id).join(' ')}
              ofMany={selected.length}
              withKeys={withKeys}
              narrow={narrow}
              onChoose={onChoose}
            />
            {explained && offer.effect !== undefined && <p className={styles['effect']}>{offer.effect}</p>}
          </li>
        ))}
      </ul>
      {isMany && (alone > 0 || !isReached) && (
        <p className={styles['effect']}>{!isReached ? texts.noneForAll : texts.oneByOne(alone)}</p>
      )}
    </>
  )
}

/** Those that have a choice which is offered for the others, and not for them. */
function countAlone(selected: readonly Question[], offers: readonly AnswerOffer[]): number {
  const offered = new Set(offers.map(({ choice }) => choice))
  return selected.filter(({ choices }) => choices.some(({ id, bulk }) => !bulk && offered.has(id))).length
}

interface OfferButtonProps {
  readonly offer: AnswerOffer
  readonly about: string
  readonly ofMany: number
  readonly withKeys: boolean
  readonly narrow: boolean
  readonly onChoose: (offer: AnswerOffer) => void
}

function OfferButton({ offer, about, ofMany, withKeys, narrow, onChoose }: OfferButtonProps) {
  const { label, effect, ids, letter, isChosen, isRemoval } = offer
  const shortcut = withKeys && letter !== undefined ? letter.toUpperCase() : undefined
  return (
    <Button
      look={isRemoval ? 'careful' : 'secondary'}
      about={about}
      size={narrow ? 'small' : 'normal'}
      aria-pressed={isChosen}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': `Alt+${shortcut}` })}
      {...(effect === undefined ? {} : { title: effect })}
      className={classNames(isChosen && styles[isRemoval ? 'chosenRed' : 'chosen'])}
      // An answer may move what is below the pointer: the second press of a double click is none.
      onClick={({ detail }) => detail < 2 && onChoose(offer)}
    >
      {ids.length === ofMany ? label : texts.partly(label, ids.length)}
      {shortcut !== undefined && !narrow && <Keycap>{texts.withAlt(shortcut)}</Keycap>}
    </Button>
  )
}
