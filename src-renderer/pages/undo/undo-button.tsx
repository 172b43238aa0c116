import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Laptop } from '../../../src-main/contract/switch-state.ts'
import { Button } from '../../components/button.tsx'
import { texts } from './texts.ts'
import { UndoDialog } from './undo-dialog.tsx'

interface UndoButtonProps {
  readonly undoes: { readonly switchId: string; readonly from: Laptop; readonly to: Laptop }
  readonly size?: 'normal' | 'small'
  /** Beside the switch that it undoes. */
  readonly short?: boolean
}

/** Of the last switch: an earlier one cannot be undone. */
export function UndoButton({ undoes: { switchId, from, to }, size = 'normal', short = false }: UndoButtonProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size={size} icon={Undo2} onClick={() => setAsking(true)}>
        {short ? texts.undoShort : texts.undo}
      </Button>
      {asking && <UndoDialog switchId={switchId} from={from} to={to} onClose={() => setAsking(false)} />}
    </>
  )
}
