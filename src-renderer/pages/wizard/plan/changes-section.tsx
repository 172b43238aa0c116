import { ChevronDown, ChevronRight } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { PreviewBlock } from '../../../../src-main/contract/preview.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { SearchField } from '../../../components/search-field.tsx'
import { useSearchKey } from '../../../components/use-keys.ts'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import styles from './blocks.module.css'
import { ChangeRow } from './change-row.tsx'
import { ListedChanges } from './listed-changes.tsx'
import { isListed, useListedChanges, type ListedBlock, type ListFacts } from './use-listed-changes.ts'
import { texts } from './texts.ts'

type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

const plainRows = 40
const examples = 3

interface SectionProps<B extends ChangesBlock> {
  readonly block: B
  readonly open: boolean
  /** Looked for in it from the beginning. */
  readonly find: string | undefined
}

/** One kind of change: a line that opens to all of them. */
export function ChangesSection({ block, open, find }: SectionProps<ChangesBlock>) {
  if (isListed(block)) return <ListedSection block={block} open={open} find={find} />
  const names = block.changes.map(({ name }) => name)
  return (
    <Section title={block.title} summary={block.summary} names={names} open={open} isWanted={find !== undefined}>
      <Changes block={block} find={find} />
    </Section>
  )
}

/** Its head says the same numbers as its list, whatever is answered. */
function ListedSection({ block, open, find }: SectionProps<ListedBlock>) {
  const { pages, facts } = useListedChanges(block, { search: '', only: 'all' })
  const first = pages?.pages.get(0) ?? block.changes
  const names = first.map(({ name }) => name)
  return (
    <Section
      title={block.title}
      summary={facts === undefined ? block.summary : summaryOf(facts)}
      names={names}
      open={open}
      isWanted={find !== undefined}
    >
      <ListedChanges block={block} find={find} />
    </Section>
  )
}

function summaryOf({ counts }: ListFacts): string {
  return texts.listBytes(texts.listCounts(counts), formatBytes(counts.bytes))
}

interface HeadedProps {
  readonly title: string
  readonly summary: string
  readonly names: readonly string[]
  readonly open: boolean
  /** Something is looked for in it: it comes into sight. */
  readonly isWanted: boolean
  readonly children: ReactNode
}

function Section({ title, summary, names, open: openFirst, isWanted, children }: HeadedProps) {
  const [open, setOpen] = useState(openFirst)
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isWanted) section.current?.scrollIntoView({ block: 'start' })
  }, [isWanted])
  const id = useId()
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section ref={section} className={styles['section']}>
      <h2>
        <button
          type="button"
          className={styles['head']}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <span className={styles['title']}>{title}</span>
          <span className={styles['summary']}>{summary}</span>
          {!open && (
            <span className={styles['examples']}>
              {names.slice(0, examples).map((name) => (
                <code key={name}>{name}</code>
              ))}
            </span>
          )}
          <Chevron size={16} aria-hidden />
        </button>
      </h2>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </section>
  )
}

type ListProps = Omit<SectionProps<ChangesBlock>, 'open'>

function Changes({ block, find }: ListProps) {
  const { changes } = block
  if (changes.length > plainRows) return <LongChanges block={block} find={find} />
  return (
    <ul>
      {changes.map((change) => (
        <li key={`${change.effect}:${change.kind}:${change.name}`}>
          <ChangeRow change={change} />
        </li>
      ))}
    </ul>
  )
}

function LongChanges({ block, find }: ListProps) {
  const [wanted, setWanted] = useState(find ?? '')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const found = block.changes.filter(({ name, detail }) =>
    `${name} ${detail}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  return (
    <>
      <div className={styles['search']}>
        <SearchField ref={setField} label={texts.searchIn(block.title)} value={wanted} onChange={setWanted} />
        <span role="status">{texts.found(found.length, block.changes.length)}</span>
      </div>
      <div className={styles['long']}>
        <VirtualRows
          name={block.title}
          items={found}
          rowHeight={40}
          keyOf={({ effect, kind, name }) => `${effect}:${kind}:${name}`}
        >
          {(change) => <ChangeRow change={change} />}
        </VirtualRows>
      </div>
    </>
  )
}
