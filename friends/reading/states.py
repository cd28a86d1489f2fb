"""States as the United Nations writes their names in English, with the names and adjectives that minutes use.

One State a line: name | ISO 3166-1 alpha-3 | usual short name, where it differs | other names | adjective, where no two
States share it. States Members of the United Nations, the two observer States, and the Cook Islands and Niue, which
are parties to treaties of the depositary.
"""

STATES = """
Afghanistan | AFG |  |  | Afghan
Albania | ALB |  |  | Albanian
Algeria | DZA |  |  | Algerian
Andorra | AND |  |  | Andorran
Angola | AGO |  |  | Angolan
Antigua and Barbuda | ATG |  |  |
Argentina | ARG |  |  | Argentine
Armenia | ARM |  |  | Armenian
Australia | AUS |  |  | Australian
Austria | AUT |  |  | Austrian
Azerbaijan | AZE |  |  | Azerbaijani
Bahamas | BHS |  | Bahamas (The) | Bahamian
Bahrain | BHR |  |  | Bahraini
Bangladesh | BGD |  |  | Bangladeshi
Barbados | BRB |  |  | Barbadian
Belarus | BLR |  |  | Belarusian
Belgium | BEL |  |  | Belgian
Belize | BLZ |  |  | Belizean
Benin | BEN |  |  | Beninese
Bhutan | BTN |  |  | Bhutanese
Bolivia (Plurinational State of) | BOL | Bolivia | Plurinational State of Bolivia | Bolivian
Bosnia and Herzegovina | BIH |  | Bosnia; Bosnia & Herzegovina; BiH | Bosnian
Botswana | BWA |  |  |
Brazil | BRA |  |  | Brazilian
Brunei Darussalam | BRN | Brunei |  | Bruneian
Bulgaria | BGR |  |  | Bulgarian
Burkina Faso | BFA |  |  |
Burundi | BDI |  |  | Burundian
Cabo Verde | CPV |  | Cape Verde | Cabo Verdean
Cambodia | KHM |  |  | Cambodian
Cameroon | CMR |  |  | Cameroonian
Canada | CAN |  |  | Canadian
Central African Republic | CAF |  | CAR |
Chad | TCD |  |  | Chadian
Chile | CHL |  |  | Chilean
China | CHN |  | People's Republic of China | Chinese
Colombia | COL |  |  | Colombian
Comoros | COM |  |  | Comorian
Congo | COG |  | Republic of the Congo; Congo (Republic of the); Congo-Brazzaville |
Cook Islands | COK |  |  |
Costa Rica | CRI |  |  | Costa Rican
Côte d'Ivoire | CIV |  | Ivory Coast | Ivorian
Croatia | HRV |  |  | Croatian
Cuba | CUB |  |  | Cuban
Cyprus | CYP |  |  | Cypriot
Czechia | CZE |  | Czech Republic | Czech
Democratic People's Republic of Korea | PRK | DPRK | North Korea |
Democratic Republic of the Congo | COD | DRC | DR Congo; Congo (Democratic Republic of the); Congo-Kinshasa |
Denmark | DNK |  |  | Danish
Djibouti | DJI |  |  | Djiboutian
Dominica | DMA |  |  |
Dominican Republic | DOM |  |  |
Ecuador | ECU |  |  | Ecuadorian
Egypt | EGY |  |  | Egyptian
El Salvador | SLV |  |  | Salvadoran
Equatorial Guinea | GNQ |  |  |
Eritrea | ERI |  |  | Eritrean
Estonia | EST |  |  | Estonian
Eswatini | SWZ |  | Swaziland | Swazi
Ethiopia | ETH |  |  | Ethiopian
Fiji | FJI |  |  | Fijian
Finland | FIN |  |  | Finnish
France | FRA |  |  | French
Gabon | GAB |  |  | Gabonese
Gambia | GMB |  | Gambia (The); Republic of The Gambia | Gambian
Georgia | GEO |  |  | Georgian
Germany | DEU |  | Federal Republic of Germany | German
Ghana | GHA |  |  | Ghanaian
Greece | GRC |  |  | Greek
Grenada | GRD |  |  | Grenadian
Guatemala | GTM |  |  | Guatemalan
Guinea | GIN |  |  |
Guinea-Bissau | GNB |  |  |
Guyana | GUY |  |  | Guyanese
Haiti | HTI |  |  | Haitian
Holy See | VAT |  | Vatican |
Honduras | HND |  |  | Honduran
Hungary | HUN |  |  | Hungarian
Iceland | ISL |  |  | Icelandic
India | IND |  |  | Indian
Indonesia | IDN |  |  | Indonesian
Iran (Islamic Republic of) | IRN | Iran | Islamic Republic of Iran | Iranian
Iraq | IRQ |  |  | Iraqi
Ireland | IRL |  |  | Irish
Israel | ISR |  |  | Israeli
Italy | ITA |  |  | Italian
Jamaica | JAM |  |  | Jamaican
Japan | JPN |  |  | Japanese
Jordan | JOR |  |  | Jordanian
Kazakhstan | KAZ |  |  | Kazakh
Kenya | KEN |  |  | Kenyan
Kiribati | KIR |  |  |
Kuwait | KWT |  |  | Kuwaiti
Kyrgyzstan | KGZ |  | Kyrgyz Republic | Kyrgyz
Lao People's Democratic Republic | LAO | Lao PDR | Laos; Lao; Lao P.D.R. | Laotian
Latvia | LVA |  |  | Latvian
Lebanon | LBN |  |  | Lebanese
Lesotho | LSO |  |  |
Liberia | LBR |  |  | Liberian
Libya | LBY |  | Libyan Arab Jamahiriya | Libyan
Liechtenstein | LIE |  |  |
Lithuania | LTU |  |  | Lithuanian
Luxembourg | LUX |  |  |
Madagascar | MDG |  |  | Malagasy
Malawi | MWI |  |  | Malawian
Malaysia | MYS |  |  | Malaysian
Maldives | MDV |  |  | Maldivian
Mali | MLI |  |  | Malian
Malta | MLT |  |  | Maltese
Marshall Islands | MHL |  |  | Marshallese
Mauritania | MRT |  |  | Mauritanian
Mauritius | MUS |  |  | Mauritian
Mexico | MEX |  |  | Mexican
Micronesia (Federated States of) | FSM | Micronesia | Federated States of Micronesia | Micronesian
Monaco | MCO |  |  |
Mongolia | MNG |  |  | Mongolian
Montenegro | MNE |  |  | Montenegrin
Morocco | MAR |  |  | Moroccan
Mozambique | MOZ |  |  | Mozambican
Myanmar | MMR |  | Burma |
Namibia | NAM |  |  | Namibian
Nauru | NRU |  |  | Nauruan
Nepal | NPL |  |  | Nepalese
Netherlands (Kingdom of the) | NLD | Netherlands | Kingdom of the Netherlands; Holland | Dutch
New Zealand | NZL |  | NZ |
Nicaragua | NIC |  |  | Nicaraguan
Niger | NER |  |  | Nigerien
Nigeria | NGA |  |  | Nigerian
Niue | NIU |  |  | Niuean
North Macedonia | MKD |  | FYROM; The former Yugoslav Republic of Macedonia; Macedonia | Macedonian
Norway | NOR |  |  | Norwegian
Oman | OMN |  |  | Omani
Pakistan | PAK |  |  | Pakistani
Palau | PLW |  |  | Palauan
Panama | PAN |  |  | Panamanian
Papua New Guinea | PNG |  |  |
Paraguay | PRY |  |  | Paraguayan
Peru | PER |  |  | Peruvian
Philippines | PHL |  | Philippines (The) | Philippine
Poland | POL |  |  | Polish
Portugal | PRT |  |  | Portuguese
Qatar | QAT |  |  | Qatari
Republic of Korea | KOR |  | South Korea; Korea (Republic of); ROK |
Republic of Moldova | MDA | Moldova | Moldova (Republic of) | Moldovan
Romania | ROU |  |  | Romanian
Russian Federation | RUS | Russia |  | Russian
Rwanda | RWA |  |  | Rwandan
Saint Kitts and Nevis | KNA |  | St. Kitts and Nevis; St Kitts & Nevis |
Saint Lucia | LCA |  | St. Lucia |
Saint Vincent and the Grenadines | VCT |  | St. Vincent and the Grenadines; St. Vincent |
Samoa | WSM |  |  | Samoan
San Marino | SMR |  |  |
Sao Tome and Principe | STP |  | São Tomé |
Saudi Arabia | SAU |  |  | Saudi
Senegal | SEN |  |  | Senegalese
Serbia | SRB |  |  | Serbian
Seychelles | SYC |  |  |
Sierra Leone | SLE |  |  | Sierra Leonean
Singapore | SGP |  |  | Singaporean
Slovakia | SVK |  | Slovak Republic | Slovak
Slovenia | SVN |  |  | Slovenian
Solomon Islands | SLB |  |  |
Somalia | SOM |  |  | Somali
South Africa | ZAF |  | RSA | South African
South Sudan | SSD |  |  | South Sudanese
Spain | ESP |  |  | Spanish
Sri Lanka | LKA |  |  | Sri Lankan
State of Palestine | PSE | Palestine |  | Palestinian
Sudan | SDN |  | Sudan (The) | Sudanese
Suriname | SUR |  |  | Surinamese
Sweden | SWE |  |  | Swedish
Switzerland | CHE |  | Swiss Confederation | Swiss
Syrian Arab Republic | SYR | Syria |  | Syrian
Tajikistan | TJK |  |  | Tajik
Thailand | THA |  |  | Thai
Timor-Leste | TLS |  | East Timor | Timorese
Togo | TGO |  |  | Togolese
Tonga | TON |  |  | Tongan
Trinidad and Tobago | TTO |  | Trinidad & Tobago; Trinidad |
Tunisia | TUN |  |  | Tunisian
Türkiye | TUR |  | Turkey | Turkish
Turkmenistan | TKM |  |  | Turkmen
Tuvalu | TUV |  |  | Tuvaluan
Uganda | UGA |  |  | Ugandan
Ukraine | UKR |  |  | Ukrainian
United Arab Emirates | ARE |  | UAE | Emirati
United Kingdom of Great Britain and Northern Ireland | GBR | UK | United Kingdom; U.K.; Great Britain; Britain | British
United Republic of Tanzania | TZA | Tanzania | Tanzania (United Republic of) | Tanzanian
United States of America | USA | United States | USA; US; U.S.; U.S.A. |
Uruguay | URY |  |  | Uruguayan
Uzbekistan | UZB |  |  | Uzbek
Vanuatu | VUT |  |  |
Venezuela (Bolivarian Republic of) | VEN | Venezuela | Bolivarian Republic of Venezuela | Venezuelan
Viet Nam | VNM |  | Vietnam | Vietnamese
Yemen | YEM |  |  | Yemeni
Zambia | ZMB |  |  | Zambian
Zimbabwe | ZWE |  |  | Zimbabwean
"""
