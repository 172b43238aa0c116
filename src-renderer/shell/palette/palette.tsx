import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { classNames } from '../../components/class-names.ts'
import overlay from '../../components/overlay.module.css'
import { useKeys } from '../../components/use-keys.ts'
import type { PageDeclaration } from '../../pages/page.ts'
import { goTo } from '../../router/route.ts'
import styles from './palette.module.css'
import type { PalettePlace } from './places.ts'
import { texts } from './texts.ts'
import { usePlaces } from './use-places.ts'

/** Ctrl+K on every page, also while something is typed: a list that goes anywhere. */
export function Palette({ pages }: { readonly pages: readonly PageDeclaration[] }) {
  const [isOpen, setOpen] = useState(false)
  useKeys((event) => {
    if (event.key.toLowerCase() !== 'k' || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
    event.preventDefault()
    setOpen(true)
  })
  return isOpen ? <PaletteDialog pages={pages} onClose={() => setOpen(false)} /> : undefined
}

interface PaletteDialogProps {
  readonly pages: readonly PageDeclaration[]
  readonly onClose: () => void
}

function PaletteDialog({ pages, onClose }: PaletteDialogProps) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const { groups, isSearching, hasFailed } = usePlaces(pages, typed)
  const places = groups.flatMap((group) => group.places)
  const active = Math.min(at, places.length - 1)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const open = (place: PalettePlace | undefined) => {
    if (place === undefined) return
    onClose()
    goTo(place.hash)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(places[active])
    else {
      const next = nextOf(event.key, active, places.length)
      if (next === undefined) return
      setAt(next)
    }
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil']} />
        <Dialog.Popup className={classNames(overlay['popup'], styles['popup'])} initialFocus={field}>
          <Dialog.Title className="visually-hidden">{texts.title}</Dialog.Title>
          <div className={styles['top']}>
            <Search size={18} aria-hidden />
            <input
              ref={field}
              role="combobox"
              aria-expanded
              aria-controls={id}
              aria-autocomplete="list"
              {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
              aria-label={texts.label}
              placeholder={texts.label}
              value={typed}
              spellCheck={false}
              onChange={(event) => {
                setTyped(event.target.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div ref={list} id={id} role="listbox" aria-label={texts.results} className={styles['list']}>
            {groups.map(({ group, places: mine }) => (
              <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
                <div id={`${id}-${group}`} className={styles['group']}>
                  {texts.groups[group]}
                </div>
                {mine.map((place) => {
                  const index = places.indexOf(place)
                  return (
                    <div
                      key={`${place.hash} ${place.title} ${place.detail}`}
                      id={`${id}-${index}`}
                      role="option"
                      aria-selected={index === active}
                      className={classNames(styles['place'], index === active && styles['active'])}
                      onMouseMove={() => setAt(index)}
                      onClick={() => open(place)}
                    >
                      <span className={styles['title']}>{place.title}</span>
                      <span className={styles['detail']}>{place.detail}</span>
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
          {places.length === 0 && !isSearching && (
            <p className={styles['none']}>
              <b>{texts.none}</b> {texts.noneHint}
            </p>
          )}
          <p role="status" className={styles['foot']}>
            <span className="visually-hidden">{isSearching ? '' : texts.found(places.length)} </span>
            {isSearching ? texts.searching : hasFailed ? texts.notSearched : texts.keys}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Round and round, as there is one list. */
function nextOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at + count - 1) % count
  if (key === 'PageDown') return Math.min(at + 8, count - 1)
  if (key === 'PageUp') return Math.max(at - 8, 0)
  return undefined
}
