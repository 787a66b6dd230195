#!/bin/sh
# Rebuilds the vendored GOV.UK Frontend files in static/design/ from the npm package, and compares them with
# the committed checksums. Needs Node; only a person who upgrades the design system ever runs it.
#   sh vendor.sh          rebuild and compare
#   sh vendor.sh --accept rebuild and write new checksums (after an upgrade)
set -eu
FRONTEND=6.3.0
SASS=1.108.2
here=$(cd "$(dirname "$0")" && pwd)
out="$here/static/design"
fixtures="$here/../../tests/unit/design/fixtures"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --no-audit --no-fund --silent "govuk-frontend@$FRONTEND" "sass@$SASS"

# GDS Transport may be used on GOV.UK only, so the font is Arial and no font face is declared.
cat > govuk.scss <<'SCSS'
@use "node_modules/govuk-frontend/dist/govuk" with (
  $govuk-font-family: (Arial, Helvetica, sans-serif),
  $govuk-include-default-font-face: false
);
SCSS
npx sass --quiet-deps --no-source-map --style=compressed govuk.scss govuk.css

# The royal crest may not be used outside GOV.UK: every rule that names its place is taken out.
node - <<'JS'
const { readFileSync, writeFileSync } = require('node:fs')
const css = readFileSync('govuk.css', 'utf8')
const rule = /[^{}]*\.govuk-footer__copyright-logo[^{}]*\{[^{}]*\}/g
const emptyMedia = /@media[^{}]*\{\}/g
writeFileSync('govuk.css', css.replace(rule, '').replace(emptyMedia, ''))
JS

package=node_modules/govuk-frontend
cp govuk.css "$out/govuk-frontend.css"
# The source-map comment points at a file we do not ship, which stops hashed static files from being built.
sed 's@//# sourceMappingURL=.*@@' "$package/dist/govuk/govuk-frontend.min.js" > "$out/govuk-frontend.min.js"
# Upstream's own examples of each component we use: the proof that our macros render the current system.
for component in $(cat "$fixtures/components.txt"); do
  cp "$package/dist/govuk/components/$component/fixtures.json" "$fixtures/$component.json"
done

cd "$out"
if [ "${1:-}" = "--accept" ]; then
  sha256sum govuk-frontend.css govuk-frontend.min.js > SHA256SUMS
fi
sha256sum --check SHA256SUMS
