#!/bin/sh
# Makes the README's pictures from the example's report: docs/images/make.sh
# Needs Chromium (Debian: apt-get install chromium) and a built checkout (npm ci).
set -eu
cd "$(dirname "$0")/../.."
# Clocks that stand still and the example's own history: the pictures change only with the report.
CORRIGIBLE_NOW=2026-06-01T00:00:00Z bin/corrigible start --no-serve > /dev/null

# picture NAME WIDTH HEIGHT SCHEME: 0 is dark, 1 is light.
picture() {
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --blink-settings=preferredColorScheme="$4" \
    --window-size="$2,$3" --screenshot="docs/images/$1.png" "file://$PWD/report/index.html" 2> /dev/null
}
picture report 1120 1720 1
picture report-dark 1120 1720 0
picture report-phone 390 1400 1
