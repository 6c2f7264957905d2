"""Where the fonts of pictures and documents lie: in packages, so that every machine draws with the same ones."""

from pathlib import Path

import fontpkg_ibm_plex_sans
import fontpkg_ibm_plex_sans_arabic
import manimgx_fonts_cjk

DIRECTORIES = (
    Path(fontpkg_ibm_plex_sans.__file__).parent / "files",
    Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files",
    Path(manimgx_fonts_cjk.__file__).parent,
)
