import { useState } from 'react'
import type { PageContent } from '../../../src-main/contract/page-calls.ts'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { usePage } from '../../components/use-page.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from '../settings/settings-page.module.css'
import { SettingRow, SettingsSection } from '../settings/settings-section.tsx'
import type { PageDeclaration } from '../page.ts'
import { texts } from './texts.ts'

export const declaredPage: PageDeclaration = { id: 'page', component: DeclaredPage }

/** What has fewer rows is seen at a glance. */
const searchedFrom = 8

type Sections = PageContent['sections']

function sectionsWith(wanted: string, sections: Sections): Sections {
  const has = ({ title, text, value }: Sections[number]['rows'][number]): boolean =>
    `${title} ${text} ${value}`.toLowerCase().includes(wanted.toLowerCase())
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(has) }))
    .filter(({ rows }) => wanted === '' || rows.length > 0)
}

/** The page of a capability that says what stands on it, and leaves the drawing to us. */
function DeclaredPage({ item: id = '' }: { readonly item: string | undefined }) {
  const title = useCall('pagesList', {}).value?.pages.find((page) => page.id === id)?.title ?? ''
  const { value, error, askAgain } = useCall('pagesRead', { id })
  const [wanted, setWanted] = useState('')
  const sections = sectionsWith(wanted, value?.sections ?? [])
  const isSearched = (value?.sections ?? []).reduce((sum, { rows }) => sum + rows.length, 0) >= searchedFrom
  usePage(title, askAgain)
  return (
    <>
      <Heading title={title} lead={value?.lead} />
      {value === undefined && error === undefined && <LoadingState>{texts.reading}</LoadingState>}
      {value === undefined && error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {value !== undefined && error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
      {isSearched && <SearchField label={texts.search} value={wanted} onChange={setWanted} />}
      {isSearched && sections.length === 0 && <p>{texts.noMatch}</p>}
      {sections.map((section) => (
        <SettingsSection key={section.title} title={section.title} isAskedFor={false}>
          <Card>
            {section.rows.map((row) => (
              <SettingRow key={row.title} title={row.title} text={row.text} isStacked={false}>
                <span className={styles['value']}>{row.value}</span>
              </SettingRow>
            ))}
          </Card>
        </SettingsSection>
      ))}
    </>
  )
}
