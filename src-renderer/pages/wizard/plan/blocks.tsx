import type { PreviewBlock } from '../../../../src-main/contract/preview.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Prose } from '../../../components/prose.tsx'
import { placeHash, useRoute } from '../../../router/route.ts'
import styles from './blocks.module.css'
import { ChangesSection } from './changes-section.tsx'
import { texts } from './texts.ts'

interface BlocksProps {
  readonly blocks: readonly PreviewBlock[]
  /** What the card of changes is called, where a page has several. */
  readonly name?: string
}

/** What a step says of itself, questions apart; checks stand on the first page. Warnings first, remarks last. */
export function Blocks({ blocks, name = texts.whatHappens }: BlocksProps) {
  const notices = blocks.filter((block) => block.kind === 'notice')
  const changes = blocks.filter((block) => block.kind === 'changes').filter(({ count }) => count > 0)
  const route = useRoute()
  const wanted = route.kind === 'wizard' ? route : undefined
  const open = changes.findIndex(({ changes: [first] }) => first?.effect === 'remove' || first?.effect === 'cannot')
  return (
    <>
      <Notices notices={notices.filter((notice) => !isRemark(notice))} />
      {changes.length > 0 && (
        <Card className={styles['card']} aria-label={name}>
          {changes.map((block, index) => {
            const find = wanted?.list === block.title ? wanted.file : undefined
            const isOpen = index === 0 || index === open || find !== undefined
            return <ChangesSection key={`${block.title} ${find ?? ''}`} block={block} open={isOpen} find={find} />
          })}
        </Card>
      )}
      <Notices notices={notices.filter(isRemark)} />
    </>
  )
}

type NoticeBlock = Extract<PreviewBlock, { kind: 'notice' }>

const isRemark = ({ tone }: NoticeBlock): boolean => tone === 'info' || tone === 'passed'

function Notices({ notices }: { readonly notices: readonly NoticeBlock[] }) {
  return notices.map(({ title, text, tone, changeIn }) => (
    <Notice
      key={title}
      tone={tone === 'passed' ? 'green' : tone === 'info' ? 'info' : 'amber'}
      title={title}
      actions={
        changeIn !== undefined && (
          <LinkButton look="link" href={placeHash(changeIn)}>
            {changeIn.label}
          </LinkButton>
        )
      }
    >
      <Prose text={text} />
    </Notice>
  ))
}
