import {
  ArrowUp,
  Ban,
  ChevronDown,
  ChevronRight,
  Download,
  Minus,
  Pin,
  Power,
  PowerOff,
  type LucideIcon,
} from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { Change, PreviewBlock } from '../../../../src-main/contract/preview.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { useKeys } from '../../../components/use-keys.ts'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { classNames } from '../../../components/class-names.ts'
import styles from './blocks.module.css'
import { texts } from './texts.ts'

type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

const icons: Readonly<Record<Change['effect'], LucideIcon>> = {
  add: Download,
  update: ArrowUp,
  remove: Minus,
  enable: Power,
  disable: PowerOff,
  keep: Pin,
  cannot: Ban,
}
const words: Readonly<Record<Change['effect'], string>> = {
  add: `${texts.effects.add} `,
  update: `${texts.effects.update} `,
  remove: `${texts.effects.remove} `,
  enable: `${texts.effects.enable} `,
  disable: `${texts.effects.disable} `,
  keep: `${texts.effects.keep} `,
  cannot: `${texts.effects.cannot} `,
}
const plainRows = 40
const examples = 3

/** One kind of change: a line that opens to all of them. */
export function ChangesSection({ block, open: openFirst }: { readonly block: ChangesBlock; readonly open: boolean }) {
  const [open, setOpen] = useState(openFirst)
  const id = useId()
  const Chevron = open ? ChevronDown : ChevronRight
  const names = block.changes.slice(0, examples).map(({ name }) => name)
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
          <span className={styles['title']}>{block.title}</span>
          <span className={styles['summary']}>{block.summary}</span>
          {!open && (
            <span className={styles['examples']}>
              {names.map((name) => (
                <code key={name}>{name}</code>
              ))}
            </span>
          )}
          <Chevron size={16} aria-hidden />
        </button>
      </h2>
      <div id={id} hidden={!open}>
        {open && <Changes block={block} />}
      </div>
    </section>
  )
}

function Changes({ block }: { readonly block: ChangesBlock }) {
  const { changes, count } = block
  const more = count - changes.length
  // A folder stands for many: what is left over cannot be counted from the lines.
  const moreText = changes.some(({ kind }) => kind === 'folder') ? texts.someNotShown : texts.moreNotShown(more)
  return (
    <>
      {changes.length <= plainRows ? (
        <ul>
          {changes.map((change) => (
            <li key={`${change.effect}:${change.kind}:${change.name}`}>
              <ChangeRow change={change} />
            </li>
          ))}
        </ul>
      ) : (
        <LongChanges block={block} />
      )}
      {more > 0 && <p className={styles['more']}>{moreText}</p>}
    </>
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
        <span role="status">{texts.lineCount(found.length, block.changes.length, block.count)}</span>
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

function ChangeRow({ change }: { readonly change: Change }) {
  const Icon = icons[change.effect]
  return (
    <div className={styles['row']}>
      <Icon
        size={17}
        aria-hidden
        className={classNames(
          change.effect === 'cannot' && styles['amber'],
          change.effect === 'remove' && styles['red'],
        )}
      />
      <span className={styles['name']}>
        <span className="visually-hidden">{words[change.effect]}</span>
        {change.name}
      </span>
      <span>
        <Badge>{change.kind}</Badge>
      </span>
      <span className={styles['detail']}>{change.detail}</span>
      {change.bytes !== undefined && <span className={styles['bytes']}>{formatBytes(change.bytes)}</span>}
    </div>
  )
}
