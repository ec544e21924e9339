import { useEffect, useState } from 'react';

const SETTLE_MS = 150;

/** True once `value` has stayed the same for a moment. */
export function useSettled(value: string): boolean {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}
