/** A short sound of one to three tones. Browsers allow it only after the person has touched the page. */
export interface Chime {
  play(kind: keyof typeof TONES): void;
}

const TONES = { escalation: [660, 880], offer: [660, 880, 1100], message: [740] } as const;
const TONE_S = 0.14;

/** Makes the page's sound; it stays silent until the first press of a key or pointer. */
export function createChime(target: EventTarget): Chime {
  let context: AudioContext | null = null;
  const unlock = () => {
    context ??= new AudioContext();
    target.removeEventListener('pointerdown', unlock);
    target.removeEventListener('keydown', unlock);
  };
  target.addEventListener('pointerdown', unlock);
  target.addEventListener('keydown', unlock);
  return {
    play(kind) {
      if (!context) return;
      const start = context.currentTime;
      for (const [index, frequency] of TONES[kind].entries()) {
        tone(context, frequency, start + index * TONE_S);
      }
    },
  };
}

function tone(context: AudioContext, frequency: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  // Faded in and out: a tone that is cut off clicks.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.16, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + TONE_S * 1.6);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S * 1.7);
}
