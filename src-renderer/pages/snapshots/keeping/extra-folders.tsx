import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import styles from './keeping-page.module.css'
import { texts } from './texts.ts'

interface ExtraFoldersProps {
  readonly extra: readonly string[]
  readonly busy: boolean
  readonly onChange: (extra: readonly string[]) => void
}

/** Subvolumes beyond the system, /home and the images: "/srv", say. */
export function ExtraFolders({ extra, busy, onChange }: ExtraFoldersProps) {
  const [typed, setTyped] = useState('')
  const path = typed.trim()
  const good = /^\/\S/.test(path) && !extra.includes(path)
  return (
    <div className={styles['extra']}>
      {extra.map((folder) => (
        <div key={folder} className={styles['folder']}>
          <span>{folder}</span>
          <Button
            size="small"
            disabled={busy}
            aria-label={texts.removeFolder(folder)}
            title={texts.removeFolderTitle}
            onClick={() => onChange(extra.filter((one) => one !== folder))}
          >
            <X size={14} aria-hidden />
          </Button>
        </div>
      ))}
      <form
        className={styles['add']}
        onSubmit={(event) => {
          event.preventDefault()
          if (!good) return
          onChange([...extra, path])
          setTyped('')
        }}
      >
        <input
          aria-label={texts.addFolder}
          placeholder={texts.addFolderPlaceholder}
          value={typed}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button size="small" type="submit" icon={Plus} disabled={!good || busy}>
          {texts.add}
        </Button>
      </form>
    </div>
  )
}
