import type { PreviewBlock } from '../../../src-main/contract/preview.ts'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import styles from './blocks.module.css'
import { ChangesSection } from './changes-section.tsx'

/** What a step says of itself, questions apart; checks stand on the first page. */
export function Blocks({ blocks }: { readonly blocks: readonly PreviewBlock[] }) {
  const notices = blocks.filter((block) => block.kind === 'notice')
  const changes = blocks.filter((block) => block.kind === 'changes').filter(({ count }) => count > 0)
  const open = changes.findIndex(({ changes: [first] }) => first?.effect === 'remove' || first?.effect === 'cannot')
  return (
    <>
      {notices.map(({ title, text, tone }) => (
        <Notice key={title} tone={tone === 'passed' ? 'green' : tone === 'info' ? 'info' : 'amber'} title={title}>
          {text}
        </Notice>
      ))}
      {changes.length > 0 && (
        <Card className={styles['card'] ?? ''} aria-label="What will happen">
          {changes.map((block, index) => (
            <ChangesSection key={block.title} block={block} open={index === 0 || index === open} />
          ))}
        </Card>
      )}
    </>
  )
}
