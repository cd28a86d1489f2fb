"""Organisations that take part in treaty meetings, and the cities where the United Nations and missions have seats.

One organisation a line: name | other names, the usual short one first.
"""

ORGANISATIONS = """
African Union | AU; AU Commission; African Union Commission
Amnesty International | Amnesty
Article 36 |
Association of Southeast Asian Nations | ASEAN
Cluster Munition Coalition | CMC; Cluster Munitions Coalition; CMC/ICBL; ICBL-CMC; ICBL/CMC; CMC-ICBL
Danish Demining Group | DDG
DanChurchAid | DCA; Dan Church Aid
European External Action Service | EEAS
European Union | EU; European Commission; Delegation of the European Union
FSD | Swiss Foundation for Mine Action; Fondation suisse de déminage
Geneva International Centre for Humanitarian Demining | GICHD
Handicap International | HI; Humanity & Inclusion; Humanity and Inclusion
Human Rights Watch | HRW
Implementation Support Unit | ISU; CCM ISU; ISU-CCM; CCM-ISU; ISU CCM
International Campaign to Ban Landmines | ICBL
International Committee of the Red Cross | ICRC
International Federation of Red Cross and Red Crescent Societies | IFRC
International Organization for Migration | IOM
International Trust Fund Enhancing Human Security | ITF; ITF Enhancing Human Security
Landmine and Cluster Munition Monitor | LCMM; Landmine Monitor; The Monitor
League of Arab States | LAS; Arab League
Mines Action Canada | MAC
Mines Advisory Group | MAG
North Atlantic Treaty Organization | NATO
Norwegian People's Aid | NPA; Norwegian Peoples Aid
Norwegian Red Cross |
Office of the United Nations High Commissioner for Human Rights | OHCHR
Organisation of Islamic Cooperation | OIC
Organization for Security and Co-operation in Europe | OSCE
Organization of American States | OAS
Pax Christi | PAX; IKV Pax Christi
Regional Arms Control Verification and Implementation Assistance Centre | RACVIAC
The HALO Trust | HALO; HALO Trust
United Nations | UN; U.N.
United Nations Children's Fund | UNICEF
United Nations Development Programme | UNDP; UN Development Programme; UNDP-BCPR
United Nations High Commissioner for Refugees | UNHCR; Office of the United Nations High Commissioner for Refugees
United Nations Institute for Disarmament Research | UNIDIR
United Nations Mine Action Service | UNMAS; UN Mine Action Service
United Nations Office for Disarmament Affairs | UNODA; UN ODA; ODA; UN Office for Disarmament Affairs; UN-ODA
United Nations Office for Project Services | UNOPS
United Nations Office at Geneva | UNOG
Women's International League for Peace and Freedom | WILPF
World Health Organization | WHO
"""

# Where the United Nations, its family and most permanent missions sit.
SEATS = (
    "Addis Ababa", "Bangkok", "Beirut", "Berne", "Bern", "Brussels", "Geneva", "Genève", "New York", "Nairobi",
    "Oslo", "Paris", "Rome", "Santiago", "The Hague", "Vienna", "Vientiane", "Washington", "Washington DC", "London",
)  # fmt: skip
