"""In: the folder of a house style: `style.yaml`, SVG artwork, ICC profiles.
Out: a `HouseStyle`: designs, colours and pictures, checked for contrast and completeness.
It may not know reports, layout or PDF."""
