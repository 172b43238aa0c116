/** A unit of systemd as it is shown: "pipewire.socket (of every user)". */
export interface ScopedUnit {
  readonly unit: string
  /** users: started in every user's own service manager, `systemctl --global`. Otherwise the system's. */
  readonly scope?: 'users' | undefined
}

export function formatUnit({ unit, scope }: ScopedUnit): string {
  return scope === undefined ? unit : `${unit} (of every user)`
}
