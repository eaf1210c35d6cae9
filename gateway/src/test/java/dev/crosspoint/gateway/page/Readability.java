package dev.crosspoint.gateway.page;

/** A check in the browser of what anybody must be able to read and operate. */
final class Readability {
    private Readability() {}

    /**
     * Lists visible texts with less contrast than WCAG 1.4.3 asks for (4.5, or 3 when large), and
     * controls without a name. Disabled controls are exempt, as they are there.
     */
    static final String SCRIPT =
            """
            () => {
              const faults = [];
              const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
              const paint = (colours) => {
                canvas.clearRect(0, 0, 1, 1);
                for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
                return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
              };
              const luminance = rgb => {
                const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const backgrounds = element => {
                const found = [];
                for (let e = element; e; e = e.parentElement) found.unshift(getComputedStyle(e).backgroundColor);
                return ['white', ...found];
              };
              const hidden = e => !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
                || e.closest('.visually-hidden, [disabled], .skip, svg');
              for (const e of document.body.querySelectorAll('*')) {
                const own = [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.textContent.trim() !== '');
                if (!own || hidden(e)) continue;
                const style = getComputedStyle(e);
                const under = backgrounds(e);
                const a = luminance(paint([...under, style.color])) + 0.05;
                const b = luminance(paint(under)) + 0.05;
                const contrast = Math.max(a, b) / Math.min(a, b);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
                if (contrast < (large ? 3 : 4.5)) faults.push(`contrast ${contrast.toFixed(2)}: ${e.textContent.trim().slice(0, 40)}`);
              }
              for (const e of document.querySelectorAll('button, input, select, [role=meter], [role=group]')) {
                if (!e.checkVisibility()) continue;
                const labelled = (e.getAttribute('aria-labelledby') ?? '').split(' ').some(id => document.getElementById(id)?.textContent);
                const named = labelled || e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim();
                if (!named) faults.push(`no name: ${e.outerHTML.slice(0, 80)}`);
              }
              return faults;
            }
            """;
}
