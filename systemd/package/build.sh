#!/bin/sh
# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
#
# One Debian package with everything: "make deb", or "make deb ARCH=arm64" on any machine; "build.sh ARCH FOLDER".
# Only wheels go in, by the hashes of requirements.txt: nothing is compiled, so one machine builds for the other kind.
set -eu
cd "$(dirname "$0")/../.."
arch="${1:-$(dpkg --print-architecture)}"
target="${2:-build/deb}"
python="${PYTHON:-python3}"

case "$arch" in
    amd64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
    *) echo "deb: amd64 or arm64, not $arch" >&2; exit 2 ;;
esac
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
next=${minor%.*}.$((${minor#*.} + 1))
# The same files from the same commit: every time in the package is the commit's own.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y pyproject.toml)
export SOURCE_DATE_EPOCH
root=$target/$arch
program=$root/usr/lib/klimaschutzhaus
packages=$program/venv/lib/python$minor/site-packages
from=systemd/package

rm -rf "$root"
mkdir -p "$packages" "$program/venv/bin"

# The program.
git ls-files -z booking kiosk sync assets systemd ':!systemd/package' ':!assets/pictures' | xargs -0 cp --parents -t "$program"
find assets -name '*.mo' -exec cp --parents -t "$program" {} +
cp -r build/fonts build/icons --parents -t "$program"
rm -f "$program/build/icons/made"

# Its environment, as python3 -m venv would make it there.
platforms=""
for glibc in 17 24 26 27 28 31 34 35 36; do
    platforms="$platforms --platform manylinux_2_${glibc}_$machine"
done
.venv/bin/pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes --only-binary=:all: \
    --python-version "$minor" --implementation cp $platforms --platform "manylinux2014_$machine" \
    --target "$packages" -r requirements.txt
rm -rf "$packages/bin" "$packages/share" "$packages/kivy/tests" "$packages/kivy/tools"
ln -s "/usr/bin/python$minor" "$program/venv/bin/python"
printf 'home = /usr/bin\ninclude-system-site-packages = false\nversion = %s\n' "$minor" >"$program/venv/pyvenv.cfg"
echo /usr/lib/klimaschutzhaus >"$packages/klimaschutzhaus.pth"
# Nothing is written there later, so it is compiled now; by the files' contents, whose times mean nothing.
"$python" -m compileall -qq -j 0 --invalidation-mode unchecked-hash -s "$root" "$program"

# What belongs to the system.
install -D -m 755 -t "$root/usr/bin" "$from/klimaschutzhaus"
mkdir -p "$root/usr/lib/systemd/system" "$root/usr/lib/sysusers.d" "$root/usr/lib/tmpfiles.d"
mv "$program"/systemd/*.service "$program"/systemd/*.timer "$root/usr/lib/systemd/system"
mv "$program/systemd/klimaschutzhaus.sysusers" "$root/usr/lib/sysusers.d/klimaschutzhaus.conf"
mv "$program/systemd/klimaschutzhaus.tmpfiles" "$root/usr/lib/tmpfiles.d/klimaschutzhaus.conf"
install -D -m 644 -t "$root/usr/share/doc/klimaschutzhaus" README.md SECURITY.md
[ ! -d build/docs/site ] || cp -rT build/docs/site "$root/usr/share/doc/klimaschutzhaus/html" # after make docs
ln -s ../../../lib/klimaschutzhaus/systemd "$root/usr/share/doc/klimaschutzhaus/examples"
install -D -m 644 LICENSES/EUPL-1.2.txt "$root/usr/share/doc/klimaschutzhaus/copyright"
install -D -m 644 "$from/klimaschutzhaus.1" "$root/usr/share/man/man1/klimaschutzhaus.1"
cp CHANGELOG.md "$root/usr/share/doc/klimaschutzhaus/changelog"
gzip -9n "$root/usr/share/doc/klimaschutzhaus/changelog" "$root/usr/share/man/man1/klimaschutzhaus.1"

# The package itself.
names() { awk -v part="$1" '$1 == part { print $2 }' packages.txt | paste -sd, | sed 's/,/, /g'; }
mkdir "$root/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$(du -sk "$root" | cut -f1)/" \
    -e "s/@PYTHON@/python3 (>= $minor), python3 (<< $next), python$minor/" \
    -e "s/@RUN@/$(names run)/" -e "s/@BOX@/$(names box)/" "$from/control" >"$root/DEBIAN/control"
install -m 755 -t "$root/DEBIAN" "$from/preinst" "$from/postinst" "$from/prerm" "$from/postrm" "$from/config"
install -m 644 -t "$root/DEBIAN" "$from/templates"
chmod -R u=rwX,go=rX "$root"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb -Zzstd -z10 --root-owner-group --build "$root" "$target/klimaschutzhaus_${version}_$arch.deb"
rm -rf "$root"
