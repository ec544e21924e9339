/** The product's sign and name. */
export function Brand({ size = 24 }: { size?: number }) {
  return (
    <>
      <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <path
          d="M8 11h7a5 5 0 0 1 0 10H8M24 11h-3M24 21h-3"
          stroke="var(--on-accent)"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <span>Switchboard</span>
    </>
  );
}
