import { Files, FileCog, ListChecks } from 'lucide-react'
import { untilWords, type OpenLine } from '../../../src-main/contract/overview/to-decide.ts'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { LinkButton } from '../../components/button.tsx'
import { pageHash, switchToHash, undecidedHash } from '../../router/route.ts'
import { useToDecide } from '../../stores/to-decide.ts'
import type { ShownWay } from '../../stores/way.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

const icons = { conflicts: Files, files: FileCog, differences: ListChecks }

/** What waits for an answer for as long as the person likes, and what holds until then. `way`: in which it would be asked again. */
export function ToDecide({ way }: { readonly way: ShownWay | undefined }) {
  const lines = useToDecide()
  if (lines.length === 0) return undefined
  return (
    <>
      <SectionTitle>{texts.toDecide}</SectionTitle>
      <Card>
        <ul>
          {lines.map((line) => {
            const Icon = icons[line.about]
            const hash = hashOf(line, way)
            return (
              <li key={`${line.about} ${line.tab}`} className={styles['line']}>
                <div className={styles['past']}>
                  <Icon size={18} aria-hidden />
                  <strong>{line.title}</strong>
                  <span className={styles['summary']}>{untilWords(line)}</span>
                  {hash !== undefined && (
                    <LinkButton look="link" href={hash} aria-label={texts.decideAbout(line.title)}>
                      {texts.decide}
                    </LinkButton>
                  )}
                </div>
              </li>
            )
          })}
        </ul>
      </Card>
    </>
  )
}

function hashOf({ about }: OpenLine, way: ShownWay | undefined): string | undefined {
  if (about === 'conflicts') return pageHash('conflicts')
  return about === 'files' ? undecidedHash() : way && switchToHash(way.to.name)
}
