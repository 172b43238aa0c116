import { rules, type Exclusion } from './exclusion.ts'

/**
 * What engines of containers keep. In layers what is deleted is a device file, which never crosses, and owners are sub-ids of this
 * laptop; networks and sockets are its engine's. One that lies elsewhere is found by what is in it.
 */
export const stores: readonly Exclusion[] = [
  ...rules('store', ['.local/share/containers/storage', '.local/share/containers/cache', '.config/cni']), // podman
  ...rules('store', ['.local/share/docker', '.docker/run']),
  ...rules('store', ['.local/share/containerd', '.local/share/nerdctl', '.local/share/buildkit']),
  ...rules('store', ['.rancher/k3s']), // by an account that is not root
]
