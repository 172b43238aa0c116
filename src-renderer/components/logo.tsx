import icon from '../../assets/icon.svg'

export function Logo({ size = 26 }: { readonly size?: number }) {
  return <img src={icon} width={size} height={size} alt="" />
}
