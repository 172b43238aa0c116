import { Files, ListChecks } from 'lucide-react'
import { inConflictTitle, mostInConflict } from '../../../src-main/contract/conflict-words.ts'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { LinkButton } from '../../components/button.tsx'
import { pageHash, undecidedHash } from '../../router/route.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

/** What waits for an answer for as long as the person likes, and what holds until then. */
export function ToDecide({ overview }: { readonly overview: Overview }) {
  const { here, peer, history } = overview
  const conflicts = mostInConflict([here, peer])
  const left = history.find(({ scope, undoneAt }) => scope === undefined && undoneAt === undefined)?.undecided ?? []
  if (conflicts === 0 && left.length === 0) return undefined
  return (
    <>
      <SectionTitle>{texts.toDecide}</SectionTitle>
      <Card>
        <ul>
          {conflicts > 0 && (
            <li className={styles['line']}>
              <div className={styles['past']}>
                <Files size={18} aria-hidden />
                <strong>{inConflictTitle(conflicts)}</strong>
                <span className={styles['summary']}>{texts.conflictsText}</span>
                <LinkButton look="link" href={pageHash('conflicts')}>
                  {texts.decide}
                </LinkButton>
              </div>
            </li>
          )}
          {left.map((what) => (
            <li key={what} className={styles['line']}>
              <div className={styles['past']}>
                <ListChecks size={18} aria-hidden />
                <strong>{what}</strong>
                <span className={styles['summary']}>{texts.untilDecided}</span>
                {what.endsWith(texts.inEtc) && (
                  <LinkButton look="link" href={undecidedHash()}>
                    {texts.decide}
                  </LinkButton>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
