import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useRef, useState, type ReactNode } from 'react'
import type { PreviewBlock } from '../../../../src-main/contract/preview.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { SearchField } from '../../../components/search-field.tsx'
import { useKeys } from '../../../components/use-keys.ts'
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
}

/** One kind of change: a line that opens to all of them. */
export function ChangesSection({ block, open }: SectionProps<ChangesBlock>) {
  if (isListed(block)) return <ListedSection block={block} open={open} />
  const names = block.changes.map(({ name }) => name)
  return (
    <Section title={block.title} summary={block.summary} names={names} open={open}>
      <Changes block={block} />
    </Section>
  )
}

/** Its head says the same numbers as its list, whatever is answered. */
function ListedSection({ block, open }: SectionProps<ListedBlock>) {
  const { pages, facts } = useListedChanges(block, { search: '', only: 'all' })
  const first = pages?.pages.get(0) ?? block.changes
  const names = first.map(({ name }) => name)
  return (
    <Section
      title={block.title}
      summary={facts === undefined ? block.summary : summaryOf(facts)}
      names={names}
      open={open}
    >
      <ListedChanges block={block} />
    </Section>
  )
}

function summaryOf({ counts: { add, update, remove, bytes } }: ListFacts): string {
  return texts.listBytes(texts.listCounts(add + update, remove), formatBytes(bytes))
}

interface HeadedProps {
  readonly title: string
  readonly summary: string
  readonly names: readonly string[]
  readonly open: boolean
  readonly children: ReactNode
}

function Section({ title, summary, names, open: openFirst, children }: HeadedProps) {
  const [open, setOpen] = useState(openFirst)
  const id = useId()
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section className={styles['section']}>
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

function Changes({ block }: { readonly block: ChangesBlock }) {
  const { changes } = block
  if (changes.length > plainRows) return <LongChanges block={block} />
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

function LongChanges({ block }: { readonly block: ChangesBlock }) {
  const [wanted, setWanted] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field.current?.focus()
  })
  const found = block.changes.filter(({ name, detail }) =>
    `${name} ${detail}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  return (
    <>
      <div className={styles['search']}>
        <SearchField ref={field} label={texts.searchIn(block.title)} value={wanted} onChange={setWanted} />
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
