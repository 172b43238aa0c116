import { useState } from 'react'
import type { PageContent } from '../../../src-main/contract/page-calls.ts'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { usePage } from '../../components/use-page.ts'
import { goTo, pageHash } from '../../router/route.ts'
import { useCall } from '../../stores/use-call.ts'
import lists from '../list-detail.module.css'
import { declaredRuleHash } from '../rules/rule-words.ts'
import { texts as ruleTexts } from '../rules/texts.ts'
import styles from '../settings/settings-page.module.css'
import { SettingRow, SettingsSection } from '../settings/settings-section.tsx'
import type { PageDeclaration, PageProps } from '../page.ts'
import { DeclaredRules, useRulesFor } from './declared-rules.tsx'
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

/** The page of a capability that says what stands on it, and leaves the drawing to us; and the rules about that. */
function DeclaredPage({ item: id = '', rest: [part, key] }: PageProps) {
  const entry = useCall('pagesList', {}).value?.pages.find((page) => page.id === id)
  const title = entry?.title ?? ''
  const { value, error, askAgain } = useCall('pagesRead', { id })
  const rules = useRulesFor(entry?.rulesFor ?? [])
  const view = part === 'rules' ? part : 'both'
  usePage(title, askAgain)
  return (
    <div className={lists['page']}>
      <Heading title={value?.lead.replace(/\.$/, '') ?? title} />
      {value === undefined && error === undefined && <LoadingState>{texts.reading}</LoadingState>}
      {value === undefined && error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {value !== undefined && error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
      {entry?.rulesFor !== undefined && (
        <div className={lists['kinds']}>
          <Segmented
            name={texts.shown}
            segments={[
              { id: 'both', label: texts.both },
              { id: 'rules', label: ruleTexts.rulesOf(rules.count) },
            ]}
            value={view}
            onChange={(wanted) => goTo(wanted === 'rules' ? declaredRuleHash(id) : pageHash('page', id))}
          />
        </div>
      )}
      {view === 'both' ? (
        <Content sections={value?.sections} />
      ) : (
        <DeclaredRules rules={rules} item={key} onSelect={(rule) => goTo(declaredRuleHash(id, rule))} />
      )}
    </div>
  )
}

function Content({ sections: all = [] }: { readonly sections: Sections | undefined }) {
  const [wanted, setWanted] = useState('')
  const sections = sectionsWith(wanted, all)
  const isSearched = all.reduce((sum, { rows }) => sum + rows.length, 0) >= searchedFrom
  return (
    <>
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
