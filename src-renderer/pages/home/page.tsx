import { LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { pageHash } from '../../router/route.ts'
import { useToDecide } from '../../stores/to-decide.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import type { PageDeclaration } from '../page.ts'
import styles from '../list-detail.module.css'
import { ExclusionsSection } from './exclusions-section.tsx'
import { texts } from './texts.ts'
import { TravelSection } from './travel-section.tsx'

export const homePage: PageDeclaration = {
  id: 'home',
  room: 'travels',
  title: texts.title,
  parts: [{ hash: pageHash('home', 'copied'), title: texts.travel.title }],
  component: HomePage,
}

/** What a switch copies, and what of the home folder it does not. */
function HomePage({ item }: { readonly item: string | undefined }) {
  const asked = useCall('homeExclusions', {})
  const inConflict = useToDecide().find(({ about }) => about === 'conflicts')
  usePage(texts.title, asked.askAgain)
  const own = asked.value?.rules.length
  return (
    <>
      <Heading
        title={own === undefined ? texts.title : own === 0 ? texts.whole : texts.exceptions(own)}
        lead={own === 0 ? texts.wholeLead : texts.lead}
      />
      <div className={styles['notices']}>
        <ElsewhereNotice of={asked.value?.elsewhere} />
        {inConflict !== undefined && (
          <Notice
            tone="amber"
            title={inConflict.title}
            actions={
              <LinkButton look="link" href={pageHash('conflicts')}>
                {texts.decideConflicts}
              </LinkButton>
            }
          >
            {texts.conflictsText}
          </Notice>
        )}
      </div>
      <TravelSection isAskedFor={item === 'copied'} />
      <ExclusionsSection asked={asked} isAskedFor={item !== undefined && item !== 'copied'} />
    </>
  )
}
