import styles from './laptop-picture.module.css'

interface LaptopPictureProps {
  readonly width: number
  /** A lit screen is the laptop in front of the person. */
  readonly lit: boolean
}

/** A picture beside the name; tells nothing that the words do not. */
export function LaptopPicture({ width, lit }: LaptopPictureProps) {
  return (
    <svg width={width} height={(width * 44) / 74} viewBox="0 0 74 44" aria-hidden className={styles['picture']}>
      <rect x="9.75" y="1.75" width="54.5" height="34" rx="3" className={styles['lid']} />
      <rect x="14" y="6" width="46" height="25.5" rx="1" className={lit ? styles['lit'] : styles['dim']} />
      <path d="M2 36.5h70l-1.6 3.8a3 3 0 0 1-2.8 1.9H6.400a3 3 0 0 1-2.8-1.9z" className={styles['base']} />
    </svg>
  )
}
