import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import markdown from '../../../docs/troubleshooting.md?raw'
import { findTopics } from '../../../src-main/contract/help-words.ts'
import { Card } from '../../components/card.tsx'
import { Heading, SectionTitle } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import type { PageDeclaration } from '../page.ts'
import styles from './help-page.module.css'
import { texts } from './texts.ts'
import { Marked, Topics } from './topics.tsx'
import { findTroubles, readTroubles, type TroubleGroup } from './troubles.ts'

export const helpPage: PageDeclaration = {
  id: 'help',
  title: texts.page,
  icon: CircleHelp,
  detail: texts.title,
  component: HelpPage,
}

const groups = readTroubles(markdown)

function HelpPage() {
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useTitle(texts.title)
  useSearchKey(field)
  const found = findTroubles(groups, wanted)
  const topics = findTopics(wanted)
  return (
    <>
      <Heading title={texts.title} lead={texts.lead} />
      <div className={styles['search']}>
        <SearchField ref={setField} label={texts.search} value={wanted} onChange={setWanted} />
      </div>
      {topics.length > 0 && <Topics topics={topics} />}
      {found.length + topics.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
      {found.map((group) => (
        <Troubles key={group.title} group={group} />
      ))}
    </>
  )
}

function Troubles({ group: { title, lead, troubles } }: { readonly group: TroubleGroup }) {
  return (
    <section className={styles['group']}>
      <SectionTitle>{title}</SectionTitle>
      {lead !== '' && (
        <p className={styles['lead']}>
          <Marked text={lead} />
        </p>
      )}
      <Card>
        <dl>
          {troubles.map(({ shown, text }) => (
            <div key={shown} className={styles['trouble']}>
              <dt>{shown}</dt>
              <dd>
                <Marked text={text} />
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  )
}
