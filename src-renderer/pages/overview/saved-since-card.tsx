import { FilePen } from 'lucide-react'
import { useState } from 'react'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import type { LeftSince } from '../../../src-main/contract/saved-since.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { formatPoint } from '../../format/time.ts'
import styles from './overview-page.module.css'
import type { OverviewState } from './overview-state.ts'
import { whereOf } from './overview-title.ts'
import { texts } from './texts.ts'

interface SavedSinceCardProps {
  readonly stands: OverviewState
  readonly overview: Overview
  readonly nowMs: number
}

const shownAtFirst = 3

/** Files that were saved on the source, and are on the target only after the next switch. */
export function SavedSinceCard({ stands, overview, nowMs }: SavedSinceCardProps) {
  const [isOpen, setOpen] = useState(false)
  const since = sinceOf(stands)
  if (since === undefined || since.saved.files === 0) return undefined
  const { names, files } = since.saved
  const shown = isOpen ? names : names.slice(0, shownAtFirst)
  return (
    <>
      <SectionTitle>{texts.savedTitle(whereOf(since, overview), formatPoint(since.verifiedAt, nowMs))}</SectionTitle>
      <Card className={styles['saved']}>
        <FilePen size={18} aria-hidden />
        <div>
          <ul>
            {shown.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          {isOpen && files > names.length && <p className={styles['soft']}>{texts.andMore(files - names.length)}</p>}
          {!isOpen && files > shown.length && (
            <Button look="link" onClick={() => setOpen(true)}>
              {texts.showMore(files - shown.length)}
            </Button>
          )}
        </div>
      </Card>
    </>
  )
}

function sinceOf(stands: OverviewState): LeftSince | undefined {
  if (stands.kind === 'safe-as-of') return stands.since
  return stands.kind === 'here-holds' || stands.kind === 'peer-holds' ? stands.left : undefined
}
