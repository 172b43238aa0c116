import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import { inConflictTitle, mostInConflict } from '../../../src-main/contract/conflict-words.ts'
import { LinkButton } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { pageHash } from '../../router/route.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

/** Files of which a Syncthing met two versions. They wait for as long as the person likes. */
export function InConflict({ laptops }: { readonly laptops: readonly LaptopStatus[] }) {
  const files = mostInConflict(laptops)
  if (files === 0) return null
  return (
    <div className={styles['notice']}>
      <Notice
        tone="info"
        title={inConflictTitle(files)}
        actions={
          <LinkButton look="link" href={pageHash('conflicts')}>
            {texts.decideConflicts}
          </LinkButton>
        }
      >
        {texts.conflictsText}
      </Notice>
    </div>
  )
}
