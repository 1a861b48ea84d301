"""Yimi's one set of icons: 24 × 24 outlines, 1.75 thick, drawn by hand; used through ``{% icon "home" %}``."""

from __future__ import annotations

ICONS: dict[str, str] = {
    "back": '<path d="M14.5 6l-6 6 6 6"/>',
    "book": '<path d="M5 5.5A1.5 1.5 0 0 1 6.5 4H19v13H6.5A1.5 1.5 0 0 0 5 18.5zM5 18.5A1.5 1.5 0 0 0 6.5 20H19v-3M9 8.5h6"/>',
    "building": '<path d="M5 20V6.5L12 4l7 2.5V20M3.5 20h17M9 9.5h1.5M13.5 9.5H15M9 13h1.5M13.5 13H15M10.5 20v-3.5h3V20"/>',
    "calendar": '<rect x="4" y="5" width="16" height="15" rx="2.5"/><path d="M4 10h16M8.5 3v4M15.5 3v4M9 15l2 2 4-4"/>',
    "camera": '<path d="M4 8.5A1.5 1.5 0 0 1 5.5 7h2.3l1.4-2h5.6l1.4 2h2.3A1.5 1.5 0 0 1 20 8.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18z"/><circle cx="12" cy="13" r="3.3"/>',
    "chart": '<path d="M4 4v15a1 1 0 0 0 1 1h15"/><path d="M8.5 16v-4M13 16V7.5M17.5 16v-6"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "checklist": '<rect x="5" y="5" width="14" height="15" rx="2"/><path d="M9 5V3.5h6V5M8.5 13l2.3 2.3 4.7-4.8"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "document": '<path d="M6 4h8l4 4v12H6z"/><path d="M14 4v4h4M9 12.5h6M9 16h4"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "download": '<path d="M12 4v10.5M7.8 10.5l4.2 4.2 4.2-4.2M5 19.5h14"/>',
    "eye": '<path d="M3 12c2-3.9 5.1-6 9-6s7 2.1 9 6c-2 3.9-5.1 6-9 6s-7-2.1-9-6z"/><circle cx="12" cy="12" r="2.6"/>',
    "filter": '<path d="M4 6h16M7 12h10M10.5 18h3"/>',
    "folder": '<path d="M4 7a1.5 1.5 0 0 1 1.5-1.5h4L12 8h6.5A1.5 1.5 0 0 1 20 9.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18z"/><path d="M8.5 14h7"/>',
    "home": '<path d="M4 11.5 12 5l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5h-5v5H5a1 1 0 0 1-1-1z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "key": '<circle cx="8" cy="15.5" r="3.5"/><path d="M10.5 13 19 4.5M15.5 8l2.5 2.5M13 10.5l1.8 1.8"/>',
    "language": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.500c-2.6-2.4-3.8-5.2-3.8-8.500s1.2-6.1 3.8-8.500z"/>',
    "leave": '<path d="M10 4.500H6.500A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.500H10M14.5 8l4 4-4 4M18.5 12H10"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "next": '<path d="M9.5 6l6 6-6 6"/>',
    "no": '<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>',
    "pencil": '<path d="M4 20l1-4.5L16 4.5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19z"/><path d="M14 6.5l3.5 3.5"/>',
    "people": '<circle cx="9" cy="9" r="3"/><path d="M3.5 19c.5-3.2 2.6-4.8 5.5-4.800s5 1.6 5.5 4.800M15.5 6.300a2.8 2.8 0 0 1 0 5.400M17 14.600c2 .5 3.2 1.9 3.5 4.4"/>',
    "person": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5"/>',
    "phone": '<path d="M6 4h3l1.5 4.5L8.5 10a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3a2 2 0 0 1-2.2 2A15 15 0 0 1 4 6.2 2 2 0 0 1 6 4z"/>',
    "place": '<path d="M12 20.5s-6.5-5.6-6.5-10.6a6.5 6.5 0 0 1 13 0c0 5-6.5 10.6-6.5 10.6z"/><circle cx="12" cy="10" r="2.3"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H5.5A1.5 1.5 0 0 1 4 15.5v-5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17"/><path d="M7 14h10v6H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "sort": '<path d="M8 10l4-4.5 4 4.5M8 14l4 4.5 4-4.5"/>',
    "unknown": '<circle cx="12" cy="12" r="8.5"/><path d="M9.7 9.7c.1-1.4 1-2.2 2.3-2.2s2.3.9 2.3 2.1c0 1.7-2.3 1.9-2.3 3.7M12 16.4v.1"/>',
    "upload": '<path d="M7 18.5a4 4 0 0 1-.6-7.95 5.7 5.7 0 0 1 11-1.1A4.2 4.2 0 0 1 17.5 18.5"/><path d="M12 20v-7M9.3 15.5 12 12.8l2.7 2.7"/>',
    "warning": '<path d="M12 4.5 20.5 19h-17z"/><path d="M12 10v4.5M12 16.9v.1"/>',
    "yes": '<circle cx="12" cy="12" r="8.5"/><path d="M8.2 12.3l2.6 2.6 5-5.3"/>',
}  # fmt: skip

#: The mark: a metre rule on teal. Its colours are classes, so that they follow the theme.
MARK = (
    '<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7"/>'
    '<path d="M6 9.5v9M22 9.5v9M6 14h16M10 14v2.5M14 14v3.5M18 14v2.5"/></svg>'
)
