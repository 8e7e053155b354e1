/** Whereabouts' mark: a path that turns around the place somebody stands. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b766a" />
      <path
        d="M6.5 9.5 L11.5 22.5 L16 13 L20.5 22.5 L25.5 9.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="13" r="3.1" fill="#ffd27a" stroke="#0b766a" strokeWidth="1.4" />
    </svg>
  );
}
